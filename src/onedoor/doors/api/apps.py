"""The systems' app."""

from django.apps import AppConfig


class ApiDoorConfig(AppConfig):
    name = "onedoor.doors.api"
    label = "api"
