"""News from other rooms."""


def listen() -> None:
    """Called once when the room is ready."""
