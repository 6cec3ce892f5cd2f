"""An agency's own directory: its key, whom it sent, its groups and who is in them."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account


class DirectoryKey(models.Model):
    """The key with which an agency's directory keeps its officers' accounts. Only the hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.CharField(max_length=8)
    label = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.BinaryField()
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="directory_key_ends_after_it_begins",
                condition=models.Q(active_to=None) | models.Q(active_to__gte=models.F("active_from")),
            )
        ]

    class Care:
        keep = "P2Y after it ends"
        personal = ()
        sensitive = ("secret_hash",)
        plain = ("id", "agency", "label", "prefix", "active_from", "active_to", "last_used_at")

    def __str__(self) -> str:
        return self.label


class DirectoryEntry(models.Model):
    """An officer's account as an agency's directory sent it. ``removed_at``: it sends it no more, and the
    same entry comes back when it does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="directory_entry")
    agency = models.CharField(max_length=8)
    user_name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, blank=True, default="")
    given_name = models.CharField(max_length=120, blank=True, default="")
    family_name = models.CharField(max_length=120, blank=True, default="")
    emails = models.JSONField(default=list)  # as sent: address, kind, whether primary
    active = models.BooleanField(null=True, default=True)  # None: not said, and she is
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "agency",
                Lower("user_name"),
                name="directory_user_name_once",
                condition=models.Q(removed_at=None),
            ),
            models.UniqueConstraint(
                fields=["agency", "external_id"],
                name="directory_external_id_once",
                condition=models.Q(removed_at=None) & ~models.Q(external_id=""),
            ),
        ]

    class Care:
        keep = "as long as the account"
        personal = ("account", "user_name", "external_id", "given_name", "family_name", "emails")
        sensitive = ()
        plain = ("id", "agency", "active", "created_at", "changed_at", "removed_at")

    def __str__(self) -> str:
        return str(self.id)


class DirectoryGroup(models.Model):
    """A group of an agency's directory; whoever is in it holds ``role`` there. Empty: it gives nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    external_id = models.CharField(max_length=254, blank=True, default="")
    role = models.CharField(max_length=32, blank=True, default="")
    entries = models.ManyToManyField(DirectoryEntry, related_name="groups", through="DirectoryMember")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("agency", Lower("name"), name="directory_group_name_once"),
        ]

    class Care:
        keep = "as long as the directory sends it"
        personal = ()
        sensitive = ()
        plain = ("id", "agency", "name", "external_id", "role", "created_at", "changed_at")

    def __str__(self) -> str:
        return self.name


class DirectoryMember(models.Model):
    """An officer in a group."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(DirectoryGroup, on_delete=models.CASCADE)
    entry = models.ForeignKey(DirectoryEntry, on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "entry"], name="directory_member_once"),
        ]

    class Care:
        keep = "as long as the directory sends it"
        personal = ("entry",)
        sensitive = ()
        plain = ("id", "group")

    def __str__(self) -> str:
        return str(self.id)
