"""The app of e-mail."""

from django.apps import AppConfig


class MailDoorConfig(AppConfig):
    name = "onedoor.doors.mail"
    label = "mail_door"
    default_auto_field = "django.db.models.UUIDField"
