"""Finding an answer among 2,000, in both languages, as people ask and as they mistype."""

import random
import time
from datetime import datetime

from django.db import connection

from benchmarks.tables import Table, milliseconds
from onedoor.kernel.actors import ANONYMOUS, SYSTEM
from onedoor.kernel.clock import ZONE
from onedoor.knowledge import queries
from onedoor.knowledge.actions import load_articles
from onedoor.knowledge.models import Article, ArticleVersion
from onedoor.knowledge.store import in_force, write_texts

AT = datetime(2025, 3, 10, 9, 0, tzinfo=ZONE)
ANSWERS, ROUNDS, AIM = 2000, 40, 50
TITLE = "Finding an answer"
AGAINST = (
    f"Milliseconds a search among {ANSWERS:,} answers, {ROUNDS} times each question, one connection, with "
    f"synonyms and misspellings. The answers are the catalogue's own, their words shuffled among them. "
    f"Aim: p95 below {AIM}."
)
COLUMNS = ("Asked", "Half below", "95 of 100 below", "Slowest", "Found")
ASKED = (
    ("en", "how much is a birth certificate"),
    ("en", "I have moved, how do I change my address"),
    ("en", "retirment paymnet acount"),
    ("en", "what do I have to do when somebody close to me has died and who gets the savings and the home"),
    ("zh-hans", "出生证多少钱"),
    ("zh-hans", "搬家后怎么改地址，哪些部门会知道"),
    ("zh-hans", "退休"),
)


def measure_searching() -> Table:
    """Fill the house with answers and ask."""
    load_articles(by=SYSTEM, at=AT)
    _multiply()
    table = Table(TITLE, AGAINST, COLUMNS)
    everything: list[float] = []
    for language, asked in ASKED:
        taken, found = [], 0
        for _ in range(ROUNDS):
            started = time.perf_counter()
            found = len(queries.find_answers(asked, language=language, by=ANONYMOUS, at=AT))
            taken.append(time.perf_counter() - started)
        everything += taken
        table.add(asked, *_sum_up(taken), str(found))
    table.add("all", *_sum_up(everything), "")
    return table


def _multiply() -> None:
    """Answers with the same words in other mixtures, so that every word is in many of them."""
    chance = random.Random(7)
    known = list(in_force(AT))
    for number in range(ANSWERS - len(known)):
        one, other = chance.choice(known), chance.choice(known)
        article = Article.objects.create(code=f"more-{number}", topic="general", reviewed_at=AT)
        row = ArticleVersion.objects.create(
            article=article, number=1, state="approved", title=one.title, sentence=other.sentence,
            points=one.points + other.points, also=other.also, internal={}, source="file",
            written_by=SYSTEM.account, written_at=AT, approved_at=AT, effective_from=AT,
        )  # fmt: skip
        write_texts(row)
    with connection.cursor() as cursor:
        cursor.execute("analyze knowledge_articletext, knowledge_articleversion, knowledge_searchword")


def _sum_up(taken: list[float]) -> tuple[str, str, str]:
    ordered = sorted(taken)
    spots = (ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1])
    return milliseconds(spots[0]), milliseconds(spots[1]), milliseconds(spots[2])
