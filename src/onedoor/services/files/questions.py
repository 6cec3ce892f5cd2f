"""What a service asks and knows: pages of questions, and facts that registers hold."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ConfigDict
from pydantic import Field as Described

from onedoor.kernel.text import Text
from onedoor.services.files.words import Code, Formula, Name, Shape, Version, Words

ValueType = Literal[
    "money",
    "integer",
    "decimal",
    "date",
    "time",
    "datetime",
    "boolean",
    "choice",
    "string",
    "text",
    "group",
    "name",
    "address",
    "email",
    "telephone",
    "file",
    "location",
]
"""What a value is. ``name`` holds ``{latin, chinese}``, ``address`` holds ``{street, building, unit,
postcode}``, ``location`` holds ``{lat, long, address}``, ``file`` names an attachment."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("latin", "chinese"),
    "address": ("street", "building", "unit", "postcode"),
    "location": ("lat", "long", "address"),
}
"""The parts of answers that are kept as a mapping; a formula reads them as ``home.postcode``."""
PART_TEXTS: Mapping[str, Text] = {
    "latin": {"en": "Name in Latin letters", "zh-hans": "拉丁字母姓名"},
    "chinese": {"en": "Name in Chinese characters", "zh-hans": "中文姓名"},
    "street": {"en": "Street and house number", "zh-hans": "街道和门牌号"},
    "building": {"en": "Building", "zh-hans": "楼宇名称"},
    "unit": {"en": "Floor and unit", "zh-hans": "楼层及单元号"},
    "postcode": {"en": "Postcode", "zh-hans": "邮政编码"},
    "lat": {"en": "Degrees north", "zh-hans": "纬度（北纬）"},
    "long": {"en": "Degrees east", "zh-hans": "经度（东经）"},
    "address": {"en": "Address, or what is near it", "zh-hans": "地址或附近标志"},
}


class Choice(Shape):
    """One answer of a closed question."""

    code: str
    text: Words


class Question(Shape):
    """A question, in the vocabulary of the FHIR Questionnaire."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Name
    type: ValueType = "string"
    text: Words
    help: Words | None = None
    required: bool = False
    repeats: bool = False
    enable_when: Formula = Described(
        "", alias="enableWhen", description="Condition; hidden when it is false."
    )
    min: Version | None = Described(None, description="Smallest answer; a number, a date, or 'today'.")
    max: Version | None = Described(
        None, description="Largest answer; for repeats the number of entries is limited by maxItems."
    )
    max_items: int = Described(20, alias="maxItems", ge=1, le=200)
    max_length: int = Described(2000, alias="maxLength", ge=1, le=20000)
    unit: str = Described("", description="What is counted: days, times, percent.")
    choices: tuple[Choice, ...] = ()
    grade: Literal["C", "D"] = Described(
        "D", description="Trust of the answer: D declared under promise, C read from a document she has."
    )
    initial: Any = Described(None, description="Answer that stands until the person changes it.")
    stands_in_for: Name | None = Described(
        None,
        alias="standsInFor",
        description=(
            "The known value in whose place it is asked. Its reporter is asked to report it, and the "
            "result is compared when it has."
        ),
    )
    items: tuple["Question", ...] = Described((), description="The questions of a group.")
    accept: tuple[Literal["image", "pdf"], ...] = Described(
        ("image", "pdf"), description="For file: what may be sent. Kinds are told by content, not by name."
    )
    camera: bool = Described(False, description="For file: offers the camera of a telephone first.")
    autocomplete: str = Described("", description="What a browser may fill in, in HTML's words (WCAG 1.3.5).")


class Page(Shape):
    """Questions shown together."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    page: Code
    title: Words | None = None
    help: Words | None = None
    enable_when: Formula = Described("", alias="enableWhen")
    items: tuple[Question, ...] = Described(min_length=1)


class Part(Shape):
    """One figure of an entry that has several, such as the date of a donation."""

    id: Name
    type: ValueType = "string"
    text: Words
    unit: str = ""


class Known(Shape):
    """A value that government holds already; the person is asked only if no register has it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    held_by: Code = Described(alias="register", description="The register that answers for it.")
    attribute: Name
    text: Words
    help: Words | None = None
    type: ValueType = "money"
    unit: str = ""
    period: Literal["current", "season", "season-before", "this-year", "last-year"] = "current"
    combine: Literal["latest", "sum", "list"] = Described(
        "latest", description="What several reports make: the latest, their sum, or a list."
    )
    take: Literal["value", "received_date"] = Described(
        "value", description="The value itself, or the day on which it was reported."
    )
    asks: Code | None = Described(
        None,
        description=(
            "Asks only a question of the agreement about the attribute, such as 'home-within-limit': the "
            "yes or no is all that is told, and the rules read it as a boolean. The limit stands in "
            "agreements.yaml."
        ),
    )
    many: bool = Described(False, description="A person may have several entries; implies combine: list.")
    parts: tuple[Part, ...] = Described((), description="The figures of one entry.")
    choices: tuple[Choice, ...] = ()
    required: bool = Described(
        False, description="Without it nothing can be decided: ask if no register has it."
    )
    correct: tuple[Literal["amend", "dispute"], ...] = Described(
        ("amend", "dispute"), description="What the person may do when it is not right."
    )
    show: bool = Described(True, description="Shown as a line of the draft.")
