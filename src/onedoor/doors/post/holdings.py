"""What this door holds of a customer, and how she is given it: for merging, and for her own copy."""

from django.utils.translation import gettext_lazy as _

from onedoor.doors.post.house import CONTENT
from onedoor.people.rules import (
    SECRET,
    declare,
    file_of,
    holdings_of,
    open_fields,
    sealed_text,
    withheld,
)


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "post_door",
            (
                ("Letter", "customer", _("Letters that came in")),
                ("Misfiling", "customer", _("Letters of others that were filed here by mistake")),
                ("Paper", "customer", _("Letters that were posted")),
                ("Picture", "customer", _("Pictures of letters")),
            ),
        ),
    )
    open_fields("post_door.Letter", {"text": sealed_text(CONTENT), "readings": sealed_text(CONTENT)})
    open_fields("post_door.Paper", {"content": sealed_text(CONTENT), "pdf": file_of(CONTENT)})
    open_fields("post_door.PinSheet", {"pdf": withheld(SECRET, CONTENT)})
    open_fields("post_door.Picture", {"image": file_of(CONTENT)})
