"""What this room holds of a customer, and how she is given it: for merging, and for her own copy."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import PROOF, declare, file_of, holdings_of, open_fields, sealed_text, withheld


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
    open_fields(
        "services.ApplicationParty",
        {"name": sealed_text("party"), "contact": sealed_text("party"), "signature": withheld(PROOF)},
    )
    open_fields("services.Attachment", {"content": file_of("attachment"), "preview": file_of("attachment")})
    open_fields("services.Signature", {"value": withheld(PROOF)})
