"""What this room holds of a customer, and how she is given it: for merging, and for her own copy."""

from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.packets.placing import PURPOSE
from onedoor.people.rules import INDEX, declare, holdings_of, open_fields, sealed_text, withheld


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "dialogue",
            (
                ("Session", "customer", _("Conversations with a door")),
                ("PacketEntry", "customer", _("What a village agent brought for you")),
            ),
        ),
    )
    open_fields("dialogue.Session", {"address": withheld(INDEX)})
    open_fields("dialogue.PacketEntry", {"slip": withheld(INDEX), "content": sealed_text(PURPOSE)})
