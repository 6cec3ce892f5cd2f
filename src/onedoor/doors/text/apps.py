"""The app of text messages."""

from django.apps import AppConfig


class TextDoorConfig(AppConfig):
    name = "onedoor.doors.text"
    label = "text_door"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """What contact sends as text leaves through the message centre, where one is set."""
        from onedoor.contact.actions import register_carrier
        from onedoor.doors.text.holdings import declare_all
        from onedoor.doors.text.retention import declare_all as declare_keeping
        from onedoor.doors.text.sending import find_carrier

        register_carrier(find_carrier)
        declare_all()
        declare_keeping()
