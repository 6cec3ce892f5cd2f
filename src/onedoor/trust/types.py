"""What other rooms may know of trust: kinds, roles, agencies, signatures, events."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AccountKind(TextChoices):
    """Whose account it is."""

    CITIZEN = "citizen", _("Customer")
    OFFICER = "officer", _("Officer")
    PARTNER = "partner", _("Partner")
