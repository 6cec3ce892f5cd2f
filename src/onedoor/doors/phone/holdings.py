"""How the fields of this room that lie sealed are opened. Its rows name no customer;
they hang on the conversation that does, and are in her copy with it."""

from onedoor.people.rules import file_of, hang, open_fields, sealed_text


def declare_all() -> None:
    """Called once the app registry is ready."""
    open_fields("phone_door.Call", {"number": sealed_text("phone-call")})
    open_fields("phone_door.Recording", {"sound": file_of("phone-recording")})
    hang("phone_door.Call", "session", on="dialogue.Session")
