"""Links that are sent to one person, so that she can answer one question."""

from django.db import models

from onedoor.kernel.ids import new_id


class Link(models.Model):
    """A link about ``subject``; its token is kept only as a keyed hash. ``holder`` is the account that
    first opened it signed in: for all others it is dead from then on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purpose = models.CharField(max_length=20)
    subject = models.UUIDField()
    token_hash = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    holder = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="link_one_alive",
                fields=["purpose", "subject"],
                condition=models.Q(ended_at=None),
            )
        ]

    class Care:
        keep = "P1Y after it ends"
        personal = ("holder",)
        sensitive = ("token_hash",)
        plain = ("id", "purpose", "subject", "made_at", "expires_at", "ended_at")

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"
