"""The portal's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "onedoor.doors.portal"
    label = "portal"
    verbose_name = _("Portal")
