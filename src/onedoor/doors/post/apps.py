"""The app of letters."""

from django.apps import AppConfig


class PostDoorConfig(AppConfig):
    name = "onedoor.doors.post"
    label = "post_door"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Says what it holds of a customer, how long, and what stood there by mistake; and hears what must
        go on paper."""
        from onedoor.doors.post import news
        from onedoor.doors.post.holdings import declare_all
        from onedoor.doors.post.retention import declare_all as declare_keeping
        from onedoor.journal.queries import pass_over_with

        declare_all()
        declare_keeping()
        pass_over_with("post_door_mistaken")
        news.subscribe_all()
