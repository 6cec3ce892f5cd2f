"""When the time of this door's rows is over."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import aged, keep


def declare_all() -> None:
    """Called once the app registry is ready. A letter goes before its paper and its scan."""
    keep(
        aged("post_door.Batch", "made_at", _("after it was made"), _("Batches of letters")),
        aged("post_door.Letter", "received_at", _("after it came in")),
        aged("post_door.Paper", "made_at", _("after it was made")),
        aged("post_door.Scan", "taken_at", _("after it was scanned"), _("Scans")),
    )
