"""When the time of this room's rows is over."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import aged, keep


def declare_all() -> None:
    """Called once the app registry is ready. A part of a case goes before the whole."""
    keep(
        aged("cases.Case", "closed_at", _("after the case closed")),
        aged("cases.ContactSample", "drawn_at", _("after it was drawn by lot"), _("Checked contacts")),
        aged("cases.ContractorStaff", "active_to", _("after it ended"), _("Staff of contractors")),
    )
