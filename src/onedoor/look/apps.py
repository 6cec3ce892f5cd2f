"""The design system's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LookConfig(AppConfig):
    name = "onedoor.look"
    label = "look"
    verbose_name = _("Design system")
