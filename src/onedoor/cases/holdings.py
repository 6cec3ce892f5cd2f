"""What this room holds of a customer, for when two records of her are put together."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import declare, holdings_of


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "cases",
            (
                ("Case", "customer", _("Cases")),
                ("ClockStop", "customer", _("Stops of clocks")),
                ("Extension", "customer", _("More time for cases")),
                ("AskedAgain", "customer", _("Second requests to customers")),
                ("FollowUpCall", "customer", _("What was said of cases afterwards")),
                ("CaseNote", "customer", _("Notes on cases")),
            ),
        ),
    )
