"""When the time of this room's rows is over."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import aged, keep


def declare_all() -> None:
    """Called once the app registry is ready. Conversations live for days; what a village agent brought goes
    entry by entry, then its packet, then the agent's kit."""
    keep(
        aged("dialogue.Session", "heard_at", _("after the last reply"), nightly=True),
        aged("dialogue.PacketEntry", "arrived_at", _("after it arrived")),
        aged("dialogue.Packet", "received_at", _("after it arrived"), _("Packets of village agents")),
        aged("dialogue.Kit", "good_to", _("after it was good"), _("Kits of village agents")),
    )
