"""Sheets that are kept only until they are posted."""

from django.db import models


class PinSheet(models.Model):
    """The PDF of a letter with a PIN, from when it is printed until it is posted. Sealed, and read by nobody
    but who gives it to the print house."""

    paper = models.OneToOneField(
        "post_door.Paper", primary_key=True, on_delete=models.CASCADE, related_name="pin_sheet"
    )
    pdf = models.BinaryField()

    class Care:
        keep = "with its letter, at most until it is posted"
        personal = ()
        sensitive = ("pdf",)
        plain = ("paper",)

    def __str__(self) -> str:
        return str(self.pk)
