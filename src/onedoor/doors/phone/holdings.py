"""How the fields of this room that lie sealed are opened. It holds nothing that names a customer."""

from onedoor.people.rules import file_of, open_fields, sealed_text


def declare_all() -> None:
    """Called once the app registry is ready."""
    open_fields("phone_door.Call", {"number": sealed_text("phone-call")})
    open_fields("phone_door.Recording", {"sound": file_of("phone-recording")})
