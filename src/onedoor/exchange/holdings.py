"""What this room holds of a customer, for when two records of her are put together."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import declare, holdings_of


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "exchange",
            (
                ("Correction", "customer", _("Corrections")),
                ("ReportRequest", "customer", _("Requests to report")),
                ("ReportedValue", "customer", _("Values that registers hold")),
                ("Consent", "customer", _("Consents")),
                ("ConsentRemoval", "customer", _("Parts of consents that were taken back")),
                ("ConsentNotice", "customer", _("Receivers told of what was taken back")),
                ("PredicateAnswer", "customer", _("Yes or no told instead of a value")),
            ),
        ),
    )
