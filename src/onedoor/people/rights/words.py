"""What the columns of our tables are called, for the person who reads her copy on paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "access_needs": _("What makes it possible"),
    "active_from": _("From"),
    "active_to": _("Until"),
    "address": _("Address"),
    "agency": _("Agency"),
    "amount": _("Amount"),
    "answer": _("Answer"),
    "answers": _("Answers"),
    "asked_at": _("Asked at"),
    "attribute": _("What it says"),
    "birth_date": _("Date of birth"),
    "body": _("Text"),
    "channel": _("Channel"),
    "claimed": _("What you say it is"),
    "comment": _("Comment"),
    "contact": _("Contact"),
    "content": _("Content"),
    "created_at": _("Written at"),
    "description": _("Description"),
    "direction": _("Direction"),
    "door": _("Through"),
    "email": _("E-mail"),
    "evidence": _("Evidence"),
    "happened_at": _("When"),
    "hours": _("Hours"),
    "kind": _("Kind"),
    "language": _("Language"),
    "masked": _("Shown as"),
    "name": _("Name"),
    "name_zh": _("Chinese name"),
    "note": _("Note"),
    "number": _("Number"),
    "outcome": _("Outcome"),
    "paid": _("Paid"),
    "pdf": _("PDF"),
    "period": _("Period"),
    "purpose": _("Purpose"),
    "reason": _("Reason"),
    "received_at": _("Received at"),
    "reference": _("Reference"),
    "register": _("Register"),
    "role": _("Role"),
    "sealed": _("What it is"),
    "service": _("Service"),
    "services": _("Services"),
    "state": _("State"),
    "subject": _("Subject"),
    "text": _("Text"),
    "title": _("Title"),
    "value": _("Value"),
    "values": _("Values"),
    "verify_code": _("Code to verify it"),
}


def say_field(name: str) -> str:
    """The column in words; one of which nothing is said goes by its own name."""
    return str(WORDS.get(name) or name.replace("_", " ").capitalize())
