"""Signed letters and their printed forms."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from onedoor.kernel.ids import new_id


class Letter(models.Model):
    """A letter with a signature over its content; anybody who holds the code can check it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    verify_code = models.CharField(max_length=24, unique=True)
    customer = models.UUIDField(db_index=True)
    agency = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    title = models.JSONField()
    languages = ArrayField(models.CharField(max_length=10))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=64)
    signature = models.BinaryField()
    issued_at = models.DateTimeField()
    application = models.UUIDField(null=True, db_index=True)
    case = models.UUIDField(null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    class Care:
        keep = "P7Y"
        personal = ("customer", "title")
        sensitive = ("content", "verify_code")
        plain = (
            "id", "number", "agency", "kind", "languages", "sha256", "key_id", "signature", "issued_at",
            "application", "case", "replaced_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class LetterPdf(models.Model):
    """The printed form of a letter in one language."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="pdfs")
    customer = models.UUIDField(db_index=True)
    language = models.CharField(max_length=10)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    attached_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["letter", "language"], name="pdf_once_a_language")
        ]

    class Care:
        keep = "with its letter"
        personal = ("customer",)
        sensitive = ("pdf",)
        plain = ("id", "letter", "language", "sha256", "attached_at")

    def __str__(self) -> str:
        return str(self.id)
