"""What is written about a breach: the notice to begin with, and the report for the authority."""

import json
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from onedoor.cases import queries as cases
from onedoor.cases.types import CaseView
from onedoor.contact import queries as contact
from onedoor.contact.types import AnnouncedCount
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import BreachView
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.press import font_faces, to_pdf
from onedoor.kernel.text import Text
from onedoor.services.rules import breach_key

NOTICE: Text = {
    "en": "Between {began} and {ended} somebody may have seen data about you who had no right to. We found"
    " it on {found}.\n\nWhat happened: [in plain words]\nWhich data: [such as your name and address]\nWhat it"
    " may mean for you: [such as letters that pretend to come from us]\nWhat we did: [such as locking the"
    " account]\nWhat you can do: [such as not answering such letters]\n\nWe are sorry.",
    "zh-hans": "在 {began} 至 {ended} 期间，可能有人未经授权看到了您的数据。我们于 {found} 发现此事。\n\n"
    "发生了什么：[请用通俗语言说明]\n涉及哪些数据：[如姓名和住址]\n可能对您的影响：[如冒充政府的信件]\n"
    "我们已采取的措施：[如锁定账户]\n您可以做什么：[如不回复此类信件]\n\n我们深表歉意。",
}
BAD = ("bounced", "failed")


def propose_notice(breach: BreachView) -> Text:
    """The notice as it begins, in both languages; what stands in brackets is for the officer to say."""
    days = {
        "began": local(breach.began_at).date(),
        "ended": local(breach.ended_at).date(),
        "found": local(breach.found_at).date(),
    }
    return {language: text.format(**days) for language, text in NOTICE.items()}


def count_notices(breach: BreachView) -> tuple[list[AnnouncedCount], int]:
    """How the notices stand, by channel and state; and how many reached her in the inbox alone."""
    found = contact.count_announced(breach_key(breach.id))
    return found, sum(one.times for one in found if one.channel == "inbox" or one.state in BAD)


def list_breach_cases(number: str, *, by: Actor) -> list[CaseView]:
    """The cases of a breach, one for each duty, that ``by`` may read, the oldest first. The first bears the
    breach's own number."""
    first = cases.find_case(number, by=by)
    return [first, *cases.list_children(first.id, by=by)] if first else []


def report_breach(number: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the authority asks for (GDPR, article 33(3)): counts, and no names."""
    breach = exchange.get_breach(number, by=by, at=at)
    notices, inbox_only = count_notices(breach)
    return {
        "number": breach.number,
        "made_at": at,
        "nature": breach.what,
        "began_at": breach.began_at,
        "ended_at": breach.ended_at,
        "found_at": breach.found_at,
        "due_at": breach.duties.due_at,
        "data": {"register": breach.register, "attribute": breach.attribute},
        "persons_affected": breach.affected,
        "risk": breach.risk,
        "persons_must_be_told": breach.duties.persons,
        "notice": dict(breach.notice),
        "notice_approved_at": breach.approved_at,
        "notices": [{"channel": one.channel, "state": one.state, "times": one.times} for one in notices],
        "reached_in_inbox_only": inbox_only,
        "measures": breach.measures,
        "closed_at": breach.closed_at,
    }


def report_as_json(report: dict[str, Any]) -> str:
    """The same for machines."""
    return json.dumps(report, default=str, ensure_ascii=False, indent=2)


def report_as_pdf(report: dict[str, Any]) -> bytes:
    """The same on paper. Raises PrinterMissing where no PDF can be made."""
    faces = mark_safe(font_faces())  # noqa: S308  # our own style sheet
    return to_pdf(render_to_string("services/breach_report.html", {"report": report, "faces": faces}))
