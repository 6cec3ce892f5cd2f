"""How the fields of this room that lie sealed are opened. Its rows name no customer;
they hang on the conversation that does, and are in her copy with it."""

from onedoor.people.rules import INDEX, hang, open_fields, sealed_text, withheld


def declare_all() -> None:
    """Called once the app registry is ready."""
    index = withheld(INDEX)
    open_fields("text_door.Line", {"address": index, "rest": sealed_text("text-screens")})
    open_fields("text_door.Part", {"address": index, "text": sealed_text("text-part")})
    hang("text_door.Line", "session", on="dialogue.Session")
