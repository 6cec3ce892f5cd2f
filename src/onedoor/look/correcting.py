"""“Not right?” about one line of a form: its own figure beside the reported one, or a question to
whoever reported it. Asked and read in one way at every door, by ``look/correcting/forms.html``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.kernel.errors import NotFound, Refused
from onedoor.kernel.text import pick
from onedoor.look.asking import KINDS
from onedoor.look.boxes import list_boxes
from onedoor.look.questions import YES_NO, Option, Question, join_boxes, join_date, read_whole
from onedoor.look.templatetags.look import day, offered_value
from onedoor.services.types import PARTS, FormItem

Act = Literal["amend", "dispute", "take-back", "weigh"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What shall happen with the line. ``value`` is what the person says it should be; where sources are
    weighed it is the id of the report that holds."""

    act: Act
    value: Any
    reason: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The questions of the forms."""

    amend: list[Question]
    dispute: list[Question]
    weigh: list[Question]

    @property
    def faults(self) -> list[Question]:
        return [question for question in (*self.weigh, *self.amend, *self.dispute) if question.error]


def find_line(application: Any, field: str, index: int) -> Any:
    """The line of the draft. Raises NotFound when there is none."""
    lines = (line for group in application.groups for line in group.lines)
    found = next((line for line in lines if (line.field, line.index) == (field, index)), None)
    if found is None:
        raise NotFound("value.unknown", gettext_lazy("This form has no such value."))
    return found


def find_new_entry(file: Any, field: str) -> Any:
    """An empty line of ``field``, to write what nobody reported. Raises NotFound."""
    known = file.fields.get(field)
    if known is None:
        raise NotFound("value.unknown", gettext_lazy("This form has no such value."))
    parts = [SimpleNamespace(id=part.id, label=part.text, type=part.type, value=None) for part in known.parts]
    return SimpleNamespace(
        label=known.text, help=known.help, type=known.type, choices=known.choices, parts=parts, shown=None
    )


def ask_correction(line: Any, typed: QueryDict, refusal: Refused | None) -> Asked:
    """The two forms of ``line``, with what was typed and what must be mended."""
    message = refusal.message if refusal else ""
    disputes, weighs = typed.get("act") == "dispute", typed.get("act") == "weigh"
    at_reason = refusal is not None and refusal.field == "reason"
    why = Question(
        name="reason",
        kind="long",
        label=_("Why is it different?"),
        hint=_("A few words, for the officer who may look at it."),
        value="" if disputes else typed.get("reason", ""),
        error=message if at_reason and not disputes else "",
    )
    doubt = Question(
        name="doubt",
        kind="long",
        label=_("What is wrong?"),
        value=typed.get("doubt", ""),
        error=message if disputes else "",
    )
    return Asked(
        amend=[*ask_value(line, typed, "" if at_reason or disputes or weighs else message), why],
        dispute=[doubt, _claim(line, typed)],
        weigh=[_which(line, message if weighs else "")] if line.can_weigh else [],
    )


def ask_value(line: Any, typed: QueryDict, error: Any) -> list[Question]:
    """The figure of ``line``, or each of its parts, as its own type."""
    if not line.parts:
        return [_question("value", line.label, line.type, line.choices, line.shown, typed, error)]
    return [
        _question(f"value-{part.id}", part.label, part.type, (), part.value, typed, "" if n else error)
        for n, part in enumerate(line.parts)
    ]


def read_value(line: Any, posted: QueryDict) -> Any:
    """The answers to ``ask_value``, as they were typed."""
    if not line.parts:
        return _typed("value", line.type, posted)
    return {part.id: _typed(f"value-{part.id}", part.type, posted) for part in line.parts}


def read_correction(line: Any, posted: QueryDict) -> Correction:
    """What was asked for. A disputed entry keeps the parts that nobody doubts."""
    revision = read_whole(posted.get("revision"))
    if posted.get("act") == "take-back":
        return Correction(act="take-back", value=None, reason="", revision=revision)
    if posted.get("act") == "weigh":
        return Correction(act="weigh", value=posted.get("holds", ""), reason="", revision=revision)
    if posted.get("act") == "dispute":
        claimed: Any = _typed("claimed", _main(line).type, posted) or None
        if isinstance(claimed, dict) and not any(claimed.values()):
            claimed = None
        if line.parts and claimed:
            claimed = {part.id: part.value for part in line.parts} | {_main(line).id: claimed}
        return Correction(act="dispute", value=claimed, reason=posted.get("doubt", ""), revision=revision)
    value = read_value(line, posted)
    return Correction(act="amend", value=value, reason=posted.get("reason", ""), revision=revision)


def _which(line: Any, error: Any) -> Question:
    """Which of the sources is right; each with what it says."""
    options = tuple(
        Option(
            str(one.reported),
            _("%(value)s, says %(source)s, %(date)s")
            % {
                "value": offered_value(one.value, line),
                "source": pick(one.source_name),
                "date": day(one.received_at),
            },
        )
        for one in (line.offered, *line.offered.others)
    )
    label = _("Two sources differ. Which is right?")
    return Question(name="holds", kind="choice", label=label, options=options, error=error)


def _claim(line: Any, typed: QueryDict) -> Question:
    main = _main(line)
    return _question(
        "claimed", _("What should it be?"), main.type, line.choices, None, typed, "", required=False
    )


def _main(line: Any) -> Any:
    """The line itself, or of an entry with several parts the figure that a person looks for."""
    if not line.parts:
        return line
    return next((part for part in line.parts if part.type == "money"), line.parts[0])


def _typed(name: str, type: str, posted: QueryDict) -> Any:
    if type in PARTS:
        return join_boxes(posted, name)
    return (join_date(posted, name) or "") if type in ("date", "datetime") else posted.get(name, "").strip()


def _question(
    name: str, label: Any, type: str, choices: Any, held: Any, typed: QueryDict, error: Any, **more: Any
) -> Question:
    kind = KINDS.get(type, "text") if type != "file" else "text"
    options = tuple(_options(choices))
    if type == "boolean":
        kind, options = "choice", YES_NO
    value: Any = _typed(name, type, typed) if typed else held
    if type == "money" and isinstance(value, Decimal):
        value = f"{value:,.2f}".removesuffix(".00")
    label = pick(label) if isinstance(label, dict) else label
    if type in PARTS:
        item = FormItem(
            id=name, name=name, type=type, label={}, value=value, error={"en": str(error)} if error else {}
        )
        more["boxes"] = list_boxes(item)
    return Question(name=name, kind=kind, label=label, value=value, options=options, error=error, **more)


def _options(choices: Any) -> Iterator[Option]:
    for choice in choices:
        yield Option(choice.code, pick(getattr(choice, "text", None) or choice.label))
