"""The ring of data keys, each wrapped by the master key that is never in the database."""

from django.db import models


class TrustKey(models.Model):
    """``number`` is written into each sealed field, so an old field finds its old key."""

    number = models.AutoField(primary_key=True)
    purpose = models.CharField(max_length=16)
    wrapped = models.BinaryField()
    public = models.BinaryField(null=True)
    master = models.CharField(max_length=16)
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="trust_key_one_active", fields=["purpose"], condition=models.Q(active_to=None)
            )
        ]

    class Care:
        keep = "as long as anything sealed or signed with it"
        personal = ()
        sensitive = ("wrapped",)
        plain = ("number", "purpose", "public", "master", "active_from", "active_to")
