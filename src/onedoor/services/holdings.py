"""What this room holds of a customer, for when two records of her are put together."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import declare, holdings_of


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "services",
            (
                ("Application", "customer", _("Applications")),
                ("Signature", "customer", _("Signatures")),
                ("Signature", "on_behalf_of", _("Signatures by others for her")),
                ("AgencyTask", "customer", _("Work of agencies")),
                ("BroughtValue", "customer", _("Values that she brought")),
                ("Wait", "customer", _("What is waited for")),
                ("Attachment", "customer", _("Files")),
                ("Offer", "customer", _("Offers")),
                ("ApplicationParty", "customer", _("Parts in others' applications")),
                ("Report", "customer", _("Reports")),
            ),
        ),
    )
