"""Answers of several boxes: a person's name, an address, a place on the map.

Each is kept as a mapping with every part of ``PARTS``, so that a formula may read
``home.postcode`` whatever was left empty. A text in place of the mapping is read too: people, worked
examples and registers write an address in one line.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from onedoor.services.files.places import find_place
from onedoor.services.files.questions import PARTS, Question
from onedoor.services.forms.unusable import Unusable, narrow

LONGEST_PART = 120
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DOTS = re.compile(r"\s*[·•・‧∙⋅．.]\s*")
_CHINESE = re.compile(rf"(?:{_HAN.pattern}|·){{2,20}}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'’.,()/@ -]+")
_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,12})?"
_PAIR = re.compile(rf"({_NUMBER})\s*[,;，；、\s]\s*({_NUMBER})")
_STEP = Decimal("0.000001")  # a tenth of a metre
_MINUSES = str.maketrans("−–﹣", "---")
Read = Callable[[Question, Any], dict[str, Any]]


def read_name(_question: Question, written: Any) -> dict[str, Any]:
    """The name in Latin letters, in Chinese characters, or both."""
    if isinstance(written, str):
        text = narrow(written)
        chinese = "".join(_HAN.findall(text)) and re.sub(r"[A-Za-z ,]+", "", text)
        written = {"latin": re.sub(rf"{_HAN.pattern}|·", "", text), "chinese": chinese}
    given = _parts("name", written)
    latin, chinese = given["latin"], re.sub(r"\s+", "", _DOTS.sub("·", given["chinese"]))
    if latin and not (_LATIN.fullmatch(latin) and re.search(r"[^\W\d_]", latin)):
        raise Unusable(
            "Write the name in Latin letters as in the passport; Chinese characters go in the other box.",
            "请按护照填写拉丁字母姓名；汉字姓名请填在另一栏。",
            part="latin",
        )
    if chinese and not (_CHINESE.fullmatch(chinese) and chinese[0] != "·" and chinese[-1] != "·"):
        raise Unusable(
            "Write the Chinese name in 2 to 20 Chinese characters; a dot · may stand between them.",
            "请用 2 至 20 个汉字填写中文姓名，其间可用间隔号“·”。",
            part="chinese",
        )
    return {"latin": latin, "chinese": chinese}


def read_address(_question: Question, written: Any) -> dict[str, Any]:
    """Street, building, unit and postcode. What the list of postcodes knows need not be written."""
    if isinstance(written, str):
        match = re.fullmatch(r"(.*?)[\s,，]*(?<!\d)(\d{6})", narrow(written).strip(), re.DOTALL)
        written = {"street": match[1], "postcode": match[2]} if match else {"street": written}
    given = _parts("address", written)
    given["postcode"] = re.sub(r"[\s-]", "", given["postcode"])
    if given["postcode"] and not re.fullmatch(r"\d{6}", given["postcode"]):
        raise Unusable(
            "Write the postcode as six digits, such as 018989.",
            "邮政编码为六位数字，例如 018989。",
            part="postcode",
        )
    place = find_place(given["postcode"])
    if place and not given["street"]:
        given |= {"street": place.street, "building": given["building"] or place.building}
    if not given["street"]:
        raise Unusable(
            "Write the street and the number of the house, such as 12 Quay Street.",
            "请填写街道和门牌号，例如 码头街12号。",
            part="street",
        )
    return given


def read_location(_question: Question, written: Any) -> dict[str, Any]:
    """A place by its two numbers (degrees north and east), by an address, or by both."""
    if isinstance(written, str):
        match = _PAIR.fullmatch(narrow(written).translate(_MINUSES).strip())
        written = {"lat": match[1], "long": match[2]} if match else {"address": written}
    given = _parts("location", written)
    if not given["lat"] and not given["long"]:
        return {"lat": None, "long": None, "address": given["address"]}
    if pair := _PAIR.fullmatch(given["lat"]) if not given["long"] else None:  # both pasted into one box
        given |= {"lat": pair[1], "long": pair[2]}
    lat, long = _degrees(given["lat"], 90), _degrees(given["long"], 180)
    if lat is None or long is None:
        raise Unusable(
            "Write both numbers of the place, such as 1.290270 and 103.851959, or its address.",
            "请填写该地点的纬度和经度，例如 1.290270 和 103.851959，或填写地址。",
            part="long" if long is None and lat is not None else "lat",
        )
    return {"lat": lat, "long": long, "address": given["address"]}


def _degrees(text: str, most: int) -> Decimal | None:
    try:
        number = Decimal(text.translate(_MINUSES).rstrip("°").strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > most:
        return None
    return number.quantize(_STEP)


def _parts(type: str, written: Any) -> dict[str, Any]:
    """Every part as one line of text, '' where it was left empty."""
    if not isinstance(written, Mapping) or set(written) - set(PARTS[type]):
        names = ", ".join(PARTS[type])
        raise Unusable(f"Write this answer with {names}.", f"请分别填写：{names}。")
    texts = {part: re.sub(r"\s+", " ", narrow(str(written.get(part) or ""))).strip() for part in PARTS[type]}
    if long := next((part for part, text in texts.items() if len(text) > LONGEST_PART), ""):
        raise Unusable(
            f"Shorten each box to {LONGEST_PART} characters.",
            f"每一栏请不要超过 {LONGEST_PART} 个字符。",
            part=long,
        )
    return texts


def read_kept(type: str, raw: Any) -> dict[str, Any]:
    """A kept answer, or a register's text, with all its parts and their types; nothing is refused."""
    if not isinstance(raw, Mapping):
        return _KEPT_TEXT[type](str(raw))
    kept = {part: raw.get(part) for part in PARTS[type]}
    if type == "location":
        numbers = {part: _number_of(kept[part]) for part in ("lat", "long")}
        return {**numbers, "address": kept["address"] or ""}
    return {part: str(text or "") for part, text in kept.items()}


def _number_of(kept: Any) -> Decimal | None:
    return None if kept in (None, "") else Decimal(str(kept))


_KEPT_TEXT: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "name": lambda text: (
        {"latin": "", "chinese": text} if _HAN.search(text) else {"latin": text, "chinese": ""}
    ),
    "address": lambda text: {"street": text, "building": "", "unit": "", "postcode": ""},
    "location": lambda text: {"lat": None, "long": None, "address": text},
}
COMPOSED: Mapping[str, Read] = {"name": read_name, "address": read_address, "location": read_location}
