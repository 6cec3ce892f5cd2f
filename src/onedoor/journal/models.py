"""Entries (partitioned by month, append-only), their leaves, and the signed heads of the tree."""

from django.db import models

from onedoor.kernel.ids import new_id


class JournalEntry(models.Model):
    """One thing that happened. No foreign keys, so that history never holds live data back."""

    pk = models.CompositePrimaryKey("happened_at", "id")
    id = models.UUIDField(default=new_id)
    happened_at = models.DateTimeField()
    event = models.TextField()
    customer = models.UUIDField(null=True)
    subject_kind = models.TextField()
    subject = models.UUIDField()
    agency = models.TextField(default="")
    actor_kind = models.TextField()
    actor = models.UUIDField()
    on_behalf_of = models.UUIDField(null=True)
    door = models.TextField()
    basis = models.TextField(default="")
    purpose = models.TextField(default="")
    case = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    visible_from = models.DateTimeField(null=True)
    # The transaction that wrote it, and the order inside it.
    written_in = models.BigIntegerField(db_default=models.Value(0), editable=False)
    position = models.BigIntegerField(db_default=models.Value(0), editable=False)

    class Care:
        keep = "P10Y, then archived with its proofs"
        personal = ("customer", "actor", "on_behalf_of", "data", "subject")
        sensitive = ()
        plain = (
            *("id", "happened_at", "event", "subject_kind", "agency", "actor_kind", "door", "basis"),
            *("purpose", "case", "visible_from", "written_in", "position"),
        )

    class Meta:
        managed = False  # PostgreSQL partitions are made in the migration
        db_table = "journal_entry"


class JournalLeaf(models.Model):
    """The sealed order: entry ``entry`` is leaf ``index`` of the tree."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.UUIDField(unique=True)
    happened_at = models.DateTimeField()
    hash = models.BinaryField()

    class Care:
        keep = "for ever"
        personal = ()
        sensitive = ()
        plain = ("index", "entry", "happened_at", "hash")

    class Meta:
        db_table = "journal_leaf"


class JournalHead(models.Model):
    """A signed tree head. ``peaks`` lets the next seal append without reading the leaves."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    peaks = models.BinaryField()
    # Every transaction before this one had finished, and its entries are sealed.
    sealed_before = models.BigIntegerField()
    signed_at = models.DateTimeField()
    key_id = models.TextField()
    signature = models.BinaryField()
    # The record's name in the signed note; empty on heads from before they were notes.
    origin = models.TextField(default="")

    class Care:
        keep = "for ever"
        personal = ()
        sensitive = ()
        plain = ("size", "root", "peaks", "sealed_before", "signed_at", "key_id", "signature", "origin")

    class Meta:
        db_table = "journal_head"


class JournalBlock(models.Model):
    """The root of a full subtree of ``BLOCK`` leaves: what proofs read instead of the leaves below it."""

    number = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()

    class Care:
        keep = "for ever"
        personal = ()
        sensitive = ()
        plain = ("number", "root")

    class Meta:
        db_table = "journal_block"


class JournalCosignature(models.Model):
    """A witness's word that the head of ``size`` extends every head that it signed before."""

    id = models.UUIDField(primary_key=True, default=new_id)
    size = models.BigIntegerField()
    witness = models.TextField()
    cosigned_at = models.DateTimeField()
    signature = models.BinaryField()

    class Care:
        keep = "for ever"
        personal = ()
        sensitive = ()
        plain = ("id", "size", "witness", "cosigned_at", "signature")

    class Meta:
        db_table = "journal_cosignature"
        constraints = [
            models.UniqueConstraint(name="journal_cosigned_once", fields=["size", "witness"]),
        ]
