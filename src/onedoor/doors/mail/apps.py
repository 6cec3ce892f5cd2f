"""The app of e-mail."""

from django.apps import AppConfig


class MailDoorConfig(AppConfig):
    name = "onedoor.doors.mail"
    label = "mail_door"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Where a mailbox listens, an answer to a message of ours finds its thread, and what a person
        answers goes back to whoever wrote."""
        from onedoor.contact.actions import register_reply_address
        from onedoor.doors.mail import news
        from onedoor.doors.mail.holdings import declare_all
        from onedoor.doors.mail.marks import make_thread_address
        from onedoor.doors.mail.retention import declare_all as declare_keeping

        register_reply_address(make_thread_address)
        news.subscribe_all()
        declare_all()
        declare_keeping()
