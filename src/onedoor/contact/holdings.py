"""What this room holds of a customer, for when two records of her are put together."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import declare, holdings_of


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
