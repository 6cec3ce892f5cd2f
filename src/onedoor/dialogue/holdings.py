"""What this room holds of a customer, and how she is given it: for merging, and for her own copy."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import INDEX, declare, holdings_of, open_fields, withheld


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "dialogue",
            (("Session", "customer", _("Conversations with a door")),),
        ),
    )
    open_fields("dialogue.Session", {"address": withheld(INDEX)})
