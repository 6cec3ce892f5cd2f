"""The partners' app."""

from django.apps import AppConfig


class PartnerDoorConfig(AppConfig):
    name = "onedoor.doors.partner"
    label = "partner"
