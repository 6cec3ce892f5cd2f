"""The app of letters."""

from django.apps import AppConfig


class PostDoorConfig(AppConfig):
    name = "onedoor.doors.post"
    label = "post_door"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Says what it holds of a customer."""
        from onedoor.doors.post.holdings import declare_all

        declare_all()
