"""Customers, their sealed identifiers, and the terms by which they are found."""

from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.people.types import CustomerKind, Digest, Door, Hours, IdentifierKind


class Customer(models.Model):
    """A person, a business or an agency that is served, and how she wants to be served."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=CustomerKind.choices, default=CustomerKind.PERSON)
    name = models.CharField(max_length=160, blank=True, default="")
    name_zh = models.CharField(max_length=80, blank=True, default="")
    sort_key = models.CharField(max_length=320, db_collation="C")
    birth_date = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=8, default="en")
    door = models.CharField(max_length=8, choices=Door.choices, default=Door.PORTAL)
    hours = models.CharField(max_length=12, choices=Hours.choices, default=Hours.ANY)
    access_needs = models.JSONField(default=list, blank=True)
    representative = models.UUIDField(null=True, blank=True)
    digest = models.CharField(max_length=8, choices=Digest.choices, db_default=Digest.WHEN_USED)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customer_has_a_name", condition=~models.Q(name="") | ~models.Q(name_zh="")
            ),
            models.CheckConstraint(
                name="customer_born_only_when_a_person",
                condition=models.Q(birth_date=None) | models.Q(kind="person"),
            ),
        ]

    class Care:
        keep = "P10Y after the last contact"
        personal = (
            *("name", "name_zh", "sort_key", "birth_date", "language", "door", "hours"),
            *("representative", "digest"),
        )
        sensitive = ("access_needs",)
        plain = ("id", "kind", "created_at")

    def __str__(self) -> str:
        return str(self.id)


class Identifier(models.Model):
    """An identifier, sealed; ``blind_index`` finds it, ``masked`` is what screens show."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=8, choices=IdentifierKind.choices)
    sealed = models.BinaryField()
    blind_index = models.BinaryField(unique=True)
    masked = models.CharField(max_length=32)

    class Care:
        keep = "as long as the customer"
        personal = ("customer", "masked")
        sensitive = ("sealed", "blind_index")
        plain = ("id", "kind")

    def __str__(self) -> str:
        return self.masked


class SearchTerm(models.Model):
    """A tail of a customer's name, found by its beginning.

    A plain b-tree: PostgreSQL uses it under row-level security, which it will not do for GIN,
    because comparing texts is leakproof and matching full text is not.
    """

    pk = models.CompositePrimaryKey("term", "customer")
    term = models.TextField(db_collation="C")
    customer = models.UUIDField(db_index=True)

    class Care:
        keep = "as long as the customer"
        personal = ("term", "customer")
        sensitive = ()
        plain = ()

    def __str__(self) -> str:
        return str(self.customer)
