"""Articles, their versions, the words they are found by, and what people made of them."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


class Article(models.Model):
    """One answer, whatever its wording. ``reviewed_at``: somebody has last made sure that it holds;
    ``stale_since``: what it explains has changed after that."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=80, unique=True)
    topic = models.CharField(max_length=60, db_index=True)
    service = models.CharField(max_length=60, default="", db_index=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)
    stale_since = models.DateTimeField(null=True)
    service_version = models.CharField(max_length=40, default="")

    class Care:
        keep = "while the house stands"
        personal = ("reviewed_by",)
        sensitive = ()
        plain = ("id", "code", "topic", "service", "reviewed_at", "stale_since", "service_version")

    def __str__(self) -> str:
        return self.code


class ArticleVersion(models.Model):
    """One wording. Approved, it never changes; a later one takes its place from ``effective_from``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    title = models.JSONField()
    sentence = models.JSONField()
    points = models.JSONField(default=list)
    also = models.JSONField(default=dict)
    internal = models.JSONField(default=dict)
    source = models.CharField(max_length=8)
    note = models.TextField(default="")
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    effective_from = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["article", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(state__in=("draft", "offered")), name="one_draft_an_article"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "offered", "approved", "discarded")),
                name="article_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False, effective_from__isnull=False),
                name="article_approved_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(source="file")
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("written_by"))),
                name="article_approved_by_a_second",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["article", "-effective_from", "-number"],
                condition=Q(state="approved"),
                name="article_in_force",
            ),
        ]

    class Care:
        keep = "P10Y after it is replaced"
        personal = ("written_by", "approved_by")
        sensitive = ()
        plain = (
            "id", "article", "number", "state", "title", "sentence", "points", "also", "internal", "source",
            "note", "written_at", "approved_at", "effective_from",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.article} {self.number}"


class ArticleText(models.Model):
    """What a version is found by in one language; titles weigh more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    title = models.TextField()
    terms = SearchVectorField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "language"], name="article_text_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["terms"], name="article_terms")]

    class Care:
        keep = "with its version"
        personal = ()
        sensitive = ()
        plain = ("id", "version", "language", "title", "terms")

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word of some answer, so that a misspelt one can be read as it."""

    word = models.CharField(primary_key=True, max_length=60)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_alike"),
        ]

    class Care:
        keep = "while the house stands"
        personal = ()
        sensitive = ()
        plain = ("word",)

    def __str__(self) -> str:
        return self.word


class Helpfulness(models.Model):
    """How often a version helped at a door, and did not. Nobody is named."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=20)
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "door"], name="helpfulness_once"),
        ]

    class Care:
        keep = "with its version"
        personal = ()
        sensitive = ()
        plain = ("id", "version", "door", "yes", "no")

    def __str__(self) -> str:
        return f"{self.version} {self.door}"


class HelpComment(models.Model):
    """What somebody said of an answer, digits and addresses masked; who said it is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=20)
    helpful = models.BooleanField()
    comment = models.TextField()
    said_at = models.DateTimeField()

    class Care:
        keep = "P2Y"
        personal = ("comment",)
        sensitive = ()
        plain = ("id", "version", "door", "helpful", "said_at")

    def __str__(self) -> str:
        return str(self.id)


class UnansweredSearch(models.Model):
    """Words that found nothing, digits and addresses masked, counted without who searched."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    words = models.CharField(max_length=100)
    language = models.CharField(max_length=8)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["words", "language"], name="unanswered_once"),
        ]

    class Care:
        keep = "P90D"
        personal = ("words",)
        sensitive = ()
        plain = ("id", "language", "times", "last_at")

    def __str__(self) -> str:
        return self.words
