"""What this room holds of a customer, and how she is given it: for merging, and for her own copy."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import (
    INDEX,
    PROOF,
    declare,
    file_of,
    holdings_of,
    open_fields,
    sealed_text,
    withheld,
)


def declare_all() -> None:
    """Called once the app registry is ready."""
    declare(
        *holdings_of(
            "contact",
            (
                ("Message", "customer", _("Messages")),
                ("Letter", "customer", _("Letters")),
                ("LetterPdf", "customer", _("Printed letters")),
                ("Interaction", "customer", _("Contacts with her")),
                ("InteractionParticipant", "customer", _("Contacts in which she took part")),
                ("Appointment", "customer", _("Appointments")),
                ("Ticket", "customer", _("Numbers for the counter")),
                ("CallBack", "customer", _("Calls that we owe her")),
                ("CaseChannel", "customer", _("Channels that she chose for a case")),
                ("OutsideMessage", "customer", _("E-mails and texts")),
            ),
        ),
    )
    open_fields("contact.CallBack", {"number": sealed_text("call-back"), "number_index": withheld(INDEX)})
    open_fields("contact.Interaction", {"address": sealed_text("interaction-address")})
    open_fields("contact.Letter", {"signature": withheld(PROOF)})
    open_fields("contact.LetterPdf", {"pdf": file_of()})
    open_fields("contact.Message", {"address": sealed_text("message-address")})
    open_fields("contact.MessageFile", {"content": file_of("message-file")})
    outside = sealed_text("outside-message")
    open_fields("contact.OutsideMessage", {"address": outside, "text": outside})
