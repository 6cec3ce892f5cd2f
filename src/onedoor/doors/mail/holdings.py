"""How the fields of this room that lie sealed are opened. It holds nothing that names a customer."""

from onedoor.people.rules import INDEX, open_fields, sealed_text, withheld


def declare_all() -> None:
    """Called once the app registry is ready."""
    open_fields("mail_door.Correspondence", {"address": withheld(INDEX), "asked": sealed_text("mail-asked")})
    open_fields("mail_door.Reply", {"sealed": sealed_text("mail-reply")})
