"""What this room holds of a customer, for when two records of her are put together."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import INDEX, declare, holdings_of, open_fields, sealed_text, withheld
from onedoor.people.types import Holding


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
                ("ConsentRemoval", "customer", _("Parts of consents that were taken back")),
                ("ConsentNotice", "customer", _("Receivers told of what was taken back")),
                ("PredicateAnswer", "customer", _("Yes or no told instead of a value")),
            ),
        ),
        Holding(
            "exchange.affected.customer",
            _("Breaches that concern her"),
            "exchange.Affected",
            given_from="told_at",
        ),
        Holding(
            "exchange.withholding.customer",
            _("Uses that were kept secret for a time"),
            "exchange.Withholding",
            stays=_("It is read under every number that is hers."),
            given_from="ends_at",
        ),
    )
    open_fields("exchange.BatchRow", {"content_sealed": sealed_text("exchange.parked")})
    open_fields(
        "exchange.Partner",
        {"organisation_sealed": sealed_text("organisation"), "organisation_index": withheld(INDEX)},
    )
