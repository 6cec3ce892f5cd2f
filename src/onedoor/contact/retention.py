"""When the time of this room's rows is over."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import aged, keep


def declare_all() -> None:
    """Called once the app registry is ready."""
    keep(
        aged("contact.Appointment", "ends_at", _("after it ended")),
        aged("contact.CallBack", "ended_at", _("after it ended")),
        aged("contact.CaseChannel", "chosen_at", _("after it was chosen")),
        aged("contact.Interaction", "started_at", _("after it began")),
        aged("contact.Letter", "issued_at", _("after it was issued")),
        aged("contact.Message", "created_at", _("after it was written")),
        aged("contact.OutsideMessage", "created_at", _("after it was written")),
        aged("contact.ThreadReader", "here_until", _("after it was open"), _("Threads open at the desk")),
        aged("contact.Ticket", "ready_at", _("after it was drawn")),
    )
