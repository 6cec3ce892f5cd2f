"""The app of telephone."""

from django.apps import AppConfig


class PhoneDoorConfig(AppConfig):
    name = "onedoor.doors.phone"
    label = "phone_door"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Says how what lies sealed here is opened."""
        from onedoor.doors.phone.holdings import declare_all
        from onedoor.doors.phone.retention import declare_all as declare_keeping

        declare_all()
        declare_keeping()
