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
                ("Pull", "customer", _("Questions to registers")),
                ("Weighing", "customer", _("Which of two sources she says is right")),
                ("Consent", "customer", _("Consents")),
            ),
        ),
    )
