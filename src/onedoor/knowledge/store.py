"""Rows of answers: which version is in force, what it is found by, and as others read it."""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from onedoor.kernel.text import LANGUAGES
from onedoor.knowledge.models import Article, ArticleText, ArticleVersion, SearchWord
from onedoor.knowledge.types import VersionState, VersionView, Wording
from onedoor.knowledge.words import split_chinese, split_english

_INSERT = """
insert into knowledge_articletext (id, version_id, language, title, terms)
values (%(id)s, %(version)s, %(language)s, %(title)s,
        setweight(to_tsvector(%(config)s::regconfig, %(a)s), 'A')
     || setweight(to_tsvector(%(config)s::regconfig, %(b)s), 'B')
     || setweight(to_tsvector(%(config)s::regconfig, %(c)s), 'C')
     || setweight(to_tsvector(%(config)s::regconfig, %(d)s), 'D'))
"""


def in_force(at: datetime) -> QuerySet[ArticleVersion]:
    """The version of each answer that holds at ``at``."""
    return (
        ArticleVersion.objects.filter(state="approved", effective_from__lte=at)
        .order_by("article", "-effective_from", "-number")
        .distinct("article")
        .select_related("article")
    )


def find_in_force(code: str, at: datetime) -> ArticleVersion | None:
    """The version of the answer of that code that holds at ``at``."""
    return in_force(at).filter(article__code=code).first()


def to_wording(row: ArticleVersion) -> Wording:
    return Wording(
        title=row.title, sentence=row.sentence, points=tuple(row.points), also=row.also, internal=row.internal
    )


def to_version(row: ArticleVersion) -> VersionView:
    article = row.article
    return VersionView(
        id=row.id, code=article.code, number=row.number, state=VersionState(row.state),
        wording=to_wording(row), topic=article.topic, service=article.service, source=row.source,
        written_by=row.written_by, written_at=row.written_at, approved_by=row.approved_by,
        approved_at=row.approved_at, effective_from=row.effective_from, note=row.note,
    )  # fmt: skip


def write_texts(row: ArticleVersion) -> None:
    """Make a version findable in every language."""
    ArticleText.objects.filter(version=row).delete()
    for language in LANGUAGES:
        points = " ".join(point[language] for point in row.points)
        parts = [row.title[language], row.also.get(language, ""), row.sentence[language], points]
        if language == "zh-hans":
            parts = [" ".join(split_chinese(part)) for part in parts]
        else:
            words = {word for part in parts for word in split_english(part) if len(word) > 3}
            SearchWord.objects.bulk_create(
                (SearchWord(word=word[:60]) for word in sorted(words)), ignore_conflicts=True
            )
        text = ArticleText(version=row, language=language, title=row.title[language])
        with connection.cursor() as cursor:
            cursor.execute(
                _INSERT,
                {
                    "id": text.id, "version": row.id, "language": language, "title": text.title,
                    "config": "english" if language == "en" else "simple",
                    "a": parts[0], "b": parts[1], "c": parts[2], "d": parts[3],
                },
            )  # fmt: skip


def get_or_make(code: str, *, topic: str, service: str, at: datetime) -> Article:
    """The answer's row, held until the transaction ends; made if there is none."""
    Article.objects.get_or_create(code=code, defaults={"topic": topic, "service": service, "reviewed_at": at})
    return Article.objects.select_for_update().get(code=code)
