"""E-mail addresses, phone numbers and postal addresses, sealed."""

from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.people.models.customers import Customer
from onedoor.people.types import ContactKind


class ContactPoint(models.Model):
    """One way to reach a customer. A household may share a phone, so the index is not unique."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=ContactKind.choices)
    sealed = models.BinaryField()
    blind_index = models.BinaryField(db_index=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="contact_point_one_default_a_kind",
                fields=["customer", "kind"],
                condition=models.Q(is_default=True),
            ),
            models.UniqueConstraint(
                name="contact_point_once_a_customer", fields=["customer", "kind", "blind_index"]
            ),
        ]

    class Care:
        keep = "as long as the customer"
        personal = ("customer",)
        sensitive = ("sealed", "blind_index")
        plain = ("id", "kind", "verified_at", "is_default", "created_at")

    def __str__(self) -> str:
        return str(self.id)
