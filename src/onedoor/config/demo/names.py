"""Names by frequency, in both scripts, and the places of Harbour City."""

from typing import NamedTuple


class Name(NamedTuple):
    """One name as it is written in both scripts."""

    latin: str
    chinese: str


SURNAMES = [
    Name("Chen", "陈"), Name("Lim", "林"), Name("Wong", "黄"), Name("Zhang", "张"),
    Name("Li", "李"), Name("Wang", "王"), Name("Wu", "吴"), Name("Liu", "刘"), Name("Tsai", "蔡"),
    Name("Yang", "杨"), Name("Ho", "何"), Name("Goh", "吴"), Name("Lau", "刘"), Name("Xu", "徐"),
    Name("Sun", "孙"), Name("Chua", "蔡"), Name("Ng", "黄"), Name("Zhou", "周"),
    Name("Zhao", "赵"), Name("Lee", "李"), Name("Koh", "许"), Name("Teo", "张"), Name("Luo", "罗"),
    Name("Liang", "梁"), Name("Song", "宋"), Name("Zheng", "郑"), Name("Xie", "谢"),
    Name("Han", "韩"), Name("Tang", "唐"), Name("Feng", "冯"), Name("Yu", "于"),
    Name("Dong", "董"), Name("Xiao", "萧"), Name("Cheng", "程"), Name("Cao", "曹"),
    Name("Yuan", "袁"), Name("Deng", "邓"), Name("Fu", "傅"), Name("Shen", "沈"),
    Name("Peng", "彭"), Name("Lu", "卢"), Name("Su", "苏"), Name("Jiang", "蒋"), Name("Jia", "贾"),
]  # fmt: skip
WOMEN = [
    Name("Mei", "梅"), Name("Jing", "静"), Name("Li-hua", "丽华"), Name("Xiu-ying", "秀英"),
    Name("Yan", "燕"), Name("Fang", "芳"), Name("Min", "敏"), Name("Hui", "慧"), Name("Na", "娜"),
    Name("Ying", "英"), Name("Xue", "雪"), Name("Lin", "琳"), Name("Yu-lan", "玉兰"),
    Name("Qian", "倩"), Name("Ting", "婷"), Name("Yue", "月"), Name("Shu-fen", "淑芬"),
    Name("Jia-yi", "佳怡"), Name("Xin-yi", "欣怡"), Name("Zi-han", "子涵"),
    Name("Wan-ting", "婉婷"), Name("Pei", "佩"), Name("Rui", "蕊"), Name("Qing", "晴"),
    Name("Dan", "丹"),
]  # fmt: skip
MEN = [
    Name("Wei", "伟"), Name("Qiang", "强"), Name("Lei", "磊"), Name("Jun", "军"),
    Name("Yong", "勇"), Name("Jie", "杰"), Name("Tao", "涛"), Name("Ming", "明"),
    Name("Chao", "超"), Name("Gang", "刚"), Name("Ping", "平"), Name("Hui", "辉"),
    Name("Jian-guo", "建国"), Name("Peng", "鹏"), Name("Bin", "斌"), Name("Hao", "浩"),
    Name("Kai", "凯"), Name("Zi-xuan", "子轩"), Name("Yu-chen", "宇辰"), Name("Jia-hao", "家豪"),
    Name("Zhi-ming", "志明"), Name("Wen-jie", "文杰"), Name("Guo-qiang", "国强"),
    Name("Sheng", "胜"), Name("An", "安"),
]  # fmt: skip
# Newcomers and old minorities write their names in Latin letters only.
OTHERS = [
    *(
        "Amara Okafor",
        "Priya Nair",
        "Arjun Menon",
        "Siti Rahman",
        "Farid Hassan",
        "Maya Fernandez",
        "Tomas Novak",
    ),
    *(
        "Elena Rossi",
        "Lucas Weber",
        "Anna Kowalska",
        "James Murray",
        "Grace Mensah",
        "Noor Aziz",
        "Ravi Kumar",
    ),
    *("Sofia Silva", "Daniel Brandt", "Leila Haddad", "Oskar Lindqvist", "Ngoc Tran", "Kenji Mori"),
]
STREETS = [
    Name("Harbour Road", "海港路"),
    Name("Lighthouse Lane", "灯塔巷"),
    Name("Quay Street", "码头街"),
    Name("Banyan Avenue", "榕树大道"),
    Name("Market Hill", "集市坡"),
    Name("Pearl Terrace", "明珠台"),
    Name("Ferry Close", "渡口弄"),
    Name("Orchid Walk", "兰花径"),
    Name("Old Customs Road", "旧关路"),
    Name("Temple Steps", "庙阶街"),
]
EMPLOYERS = [
    Name("Harbour Shipping", "海港航运"),
    Name("Lantern Software", "灯笼软件"),
    Name("Quayside Foods", "码头食品"),
    Name("Pearl Textiles", "明珠纺织"),
    Name("North Star Logistics", "北辰物流"),
    Name("Banyan Bank", "榕树银行"),
    Name("Orchid Hotels", "兰花酒店"),
    Name("Tidal Energy", "潮汐能源"),
    Name("Market Hill Clinic", "集市坡诊所"),
    Name("Ferry Construction", "渡口建筑"),
]
CHARITIES = [
    Name("Harbour Children's Fund", "海港儿童基金会"),
    Name("Lighthouse Hospice", "灯塔安宁疗护院"),
    Name("Open Kitchen", "众膳堂"),
    Name("Friends of the Banyan", "榕树之友"),
    Name("Second Chance Library", "再阅图书馆"),
    Name("Sea Rescue Volunteers", "海上救援义工队"),
    Name("Night Shelter Trust", "夜归所信托"),
    Name("Hearing Help", "听障互助会"),
]
