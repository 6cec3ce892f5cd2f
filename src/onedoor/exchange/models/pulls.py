"""Registers that are asked by calls: how each call went, whether a register is down, what waits for it."""

from typing import ClassVar

from django.db import models

from onedoor.kernel.ids import new_id


class RegisterCall(models.Model):
    """How one call went: of nobody, and never changed. The breaker and the page of health read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    register = models.CharField(max_length=40)
    called_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    failure = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="calls_of_a_register", fields=["register", "-called_at", "-id"]),
        ]

    class Care:
        keep = "P90D after the call"
        personal = ()
        sensitive = ()
        plain = ("id", "register", "called_at", "milliseconds", "failure")

    def __str__(self) -> str:
        return f"{self.register} {self.failure or 'answered'}"


class RegisterState(models.Model):
    """Whether a register is down, for all processes alike. Written only when that changes."""

    register = models.CharField(max_length=40, primary_key=True)
    down_since = models.DateTimeField(null=True, blank=True)

    class Care:
        keep = "as long as the register is asked"
        personal = ()
        sensitive = ()
        plain = ("register", "down_since")

    def __str__(self) -> str:
        return f"{self.register} {'down' if self.down_since else 'up'}"


class Pull(models.Model):
    """One thing that a register was asked about a customer: when it answered last, and, while it does
    not answer, since when that waits to be asked again and for which application."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField()
    register = models.CharField(max_length=40)
    attribute = models.CharField(max_length=40)
    period = models.CharField(max_length=8, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    agency = models.CharField(max_length=8)
    service = models.CharField(max_length=40)
    purpose = models.CharField(max_length=64)
    application = models.UUIDField()
    issue = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_pull_a_value", fields=["customer", "register", "attribute", "period"]
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                name="pulls_that_wait",
                fields=["register", "waits_since"],
                condition=models.Q(waits_since__isnull=False),
            ),
        ]

    class Care:
        keep = "P1Y after the last answer"
        personal = ("customer",)
        sensitive = ()
        plain = (
            *("id", "register", "attribute", "period", "answered_at", "waits_since", "agency", "service"),
            *("purpose", "application", "issue"),
        )

    def __str__(self) -> str:
        return f"{self.register}.{self.attribute} {self.id}"


class Weighing(models.Model):
    """What a customer said when two sources differed about her: which holds. It counts while the same
    statements stand against each other; a new statement is asked about anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField()
    register = models.CharField(max_length=40)
    attribute = models.CharField(max_length=40)
    period = models.CharField(max_length=8, blank=True, default="")
    believed = models.UUIDField()
    holds = models.UUIDField()
    said_at = models.DateTimeField()
    said_by = models.UUIDField()
    door = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_weighing_a_value", fields=["customer", "register", "attribute", "period"]
            ),
        ]

    class Care:
        keep = "P7Y after it was said"
        personal = ("customer", "said_by")
        sensitive = ()
        plain = (*("id", "register", "attribute", "period", "believed", "holds", "said_at", "door"),)

    def __str__(self) -> str:
        return f"{self.register}.{self.attribute} {self.id}"
