"""How the fields of this room that lie sealed are opened. Its rows name no customer;
they hang on the conversation that does, and are in her copy with it."""

from onedoor.people.rules import INDEX, hang, open_fields, sealed_text, withheld


def declare_all() -> None:
    """Called once the app registry is ready."""
    open_fields("mail_door.Correspondence", {"address": withheld(INDEX), "asked": sealed_text("mail-asked")})
    open_fields("mail_door.Reply", {"sealed": sealed_text("mail-reply")})
    hang("mail_door.Correspondence", "session", on="dialogue.Session")
    hang("mail_door.Reply", "session", on="dialogue.Session")
