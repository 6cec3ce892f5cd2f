"""The people who can sign in to the demo: each stands for one thing that Onedoor does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from django.conf import settings

from onedoor.config.demo.population import Person
from onedoor.kernel.text import Text
from onedoor.people.rules import make_identifier

PASSWORD = settings.DEMO_PASSWORD
TOTP_SECRET = settings.DEMO_TOTP_SECRET
_NAMESPACE = UUID("99000000-0000-4000-8000-000000000000")


@dataclass(frozen=True, slots=True)
class Citizen:
    """A person with a story."""

    login: str
    name: str
    name_zh: str
    birth_date: date
    woman: bool
    status: str
    shows: Text
    gross: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    provident_fund: Decimal = Decimal(0)
    donation: Decimal = Decimal(0)
    days: tuple[int, int, int] = (69, 366, 365)  # in the city in 2025 so far, in 2024, in 2023
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.login}@harbour.example"

    def as_person(self, serial: int) -> Person:
        """The same person as the population knows her."""
        return Person(
            id=uuid5(_NAMESPACE, self.login), name=self.name, name_zh=self.name_zh,
            birth_date=self.birth_date, woman=self.woman, status=self.status, household=-1, head=True,
            identifier=make_identifier(self.birth_date, serial), address="12-8, Lighthouse Lane",
            address_zh="灯塔巷8号12室", language=self.language,
            email=self.email,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who works at an agency."""

    login: str
    name: str
    agency: str
    role: str

    @property
    def email(self) -> str:
        return f"{self.login}@{self.agency.lower()}.harbour.example"


CITIZENS = [
    Citizen(
        "mei", "Chen Mei", "陈梅", date(1985, 3, 12), True, "citizen",
        {"en": "look and sign: one employer, one donation", "zh-hans": "核对并签名：一位雇主、一笔捐赠"},
        gross=Decimal(60_000), provident_fund=Decimal(12_000), donation=Decimal(400),
    ),
    Citizen(
        "lin", "Lin Xiu-ying", "林秀英", date(1951, 7, 2), True, "citizen",
        {"en": "a retiree who files at the counter", "zh-hans": "在窗口由工作人员协助申报的退休人士"},
        gross=Decimal(24_600), provident_fund=Decimal(1_230), language="zh-hans",
    ),
    Citizen(
        "jun", "Zhang Jun", "张军", date(1990, 11, 5), False, "citizen",
        {"en": "his employer reported too much pay: dispute it", "zh-hans": "雇主多报了薪金：提出异议"},
        gross=Decimal(96_000), bonus=Decimal(8_000), provident_fund=Decimal(20_400),
    ),
    Citizen(
        "arjun", "Arjun Menon", "", date(1988, 1, 30), False, "foreigner",
        {"en": "leaves tomorrow: urgent clearance, non-resident", "zh-hans": "明天离境：紧急清税（非居民）"},
        gross=Decimal(9_600), days=(68, 52, 0),
    ),
    Citizen(
        "priya", "Priya Nair", "", date(1990, 5, 17), True, "foreigner",
        {"en": "leaves tomorrow: urgent clearance, resident", "zh-hans": "明天离境：紧急清税（居民）"},
        gross=Decimal(72_000), days=(69, 366, 210),
    ),
    Citizen(
        "nora", "Nora Haddad", "", date(1983, 6, 21), True, "citizen",
        {"en": "changed her telephone two hours ago", "zh-hans": "两小时前更改了电话：保护期"},
        gross=Decimal(54_000), provident_fund=Decimal(10_800),
    ),
    Citizen(
        "sami", "Sami Osman", "", date(1968, 2, 14), False, "citizen",
        {"en": "reported identity theft: locked", "zh-hans": "已报告身份被盗用：已锁定"},
        gross=Decimal(48_000), provident_fund=Decimal(9_600),
    ),
    Citizen(
        "wei", "Lim Wei", "林伟", date(1979, 9, 9), False, "citizen",
        {"en": "acts for his company, Lantern Café", "zh-hans": "代表其公司“灯笼咖啡”办事"},
        gross=Decimal(120_000), bonus=Decimal(10_000), provident_fund=Decimal(20_400),
    ),
]  # fmt: skip

OFFICERS = [
    Officer("ivy", "Ivy Wee", "REV", "duty-officer"),
    Officer("kai", "Kai Tan", "REV", "case-officer"),
    Officer("rosa", "Rosa Lau", "REV", "supervisor"),
    Officer("ida", "Ida Ong", "REV", "investigator"),
    Officer("dana", "Dana Ho", "CTC", "counter-officer"),
    Officer("ping", "Ping Koh", "CTC", "phone-officer"),
    Officer("omar", "Omar Aziz", "CTC", "contact-centre"),
    Officer("rui", "Rui Sato", "CTC", "supervisor"),
    Officer("lena", "Lena Sim", "CTC", "contact-centre"),
    Officer("asha", "Asha Rao", "CTC", "village-agent"),
    Officer("nils", "Nils Berg", "CIO", "auditor"),
    Officer("abel", "Abel Yeo", "CIO", "secrecy-auditor"),
    Officer("dora", "Dora Lim", "CIO", "data-protection-officer"),
    Officer("paul", "Paul Goh", "CIO", "data-protection-officer"),
    Officer("sue", "Sue Deng", "CIO", "service-designer"),
]
CONTRACTORS = {"harbour-voice": "omar", "clear-line": "lena"}  # the firm, and who of it is in the cast
PARTNERS = ("lantern-software", "open-kitchen")  # an employer and a charity
ROSTERED = ("REV", "CIV", "HLT", "SOC", "CTY", "CTC")
STAFFED = ("PRF", "LAB", "BIZ", "LIC", "PRK", "HSG", "EDU", "LIB", "ELC", "TRN", "CHR")


def list_officers() -> Iterator[Officer]:
    """The named ones, then enough for every roster to be filled at every hour, and for each agency's work."""
    yield from OFFICERS
    for agency in ROSTERED:
        for number in (1, 2):
            yield Officer(f"duty{number}", f"Duty officer {number}, {agency}", agency, "duty-officer")
            yield Officer(f"case{number}", f"Case officer {number}, {agency}", agency, "case-officer")
        yield Officer("lead", f"Supervisor, {agency}", agency, "supervisor")
    for agency in STAFFED:
        for number in (1, 2):
            yield Officer(f"case{number}", f"Case officer {number}, {agency}", agency, "case-officer")
        yield Officer("lead", f"Supervisor, {agency}", agency, "supervisor")


def clerk_of(partner: str) -> str:
    """The login of the clerk who sends this partner's files."""
    return f"clerk@{partner}.example"


def list_logins() -> list[tuple[str, str, Text]]:
    """Name, e-mail address and what each citizen of the cast shows."""
    return [(citizen.name, citizen.email, citizen.shows) for citizen in CITIZENS]
