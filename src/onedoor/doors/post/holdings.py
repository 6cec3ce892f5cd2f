"""What this door holds of a customer, for when two records of her are put together."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import declare, holdings_of


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "post_door",
            (
                ("Letter", "customer", _("Letters that were posted")),
                ("Paper", "customer", _("Letters that came in")),
                ("Picture", "customer", _("Pictures of letters")),
            ),
        ),
    )
