"""Answers by what somebody asks in her own words.

Each word that is asked counts for as much as it is rare; titles weigh more than the sentence, the
sentence more than the points. English words are compared by their stem, and one that no answer knows
is read as the nearest that is known; Chinese is compared by pairs of characters.
"""

import re
from datetime import datetime

from django.db import connection

from onedoor.kernel.actors import Actor
from onedoor.kernel.text import as_language
from onedoor.knowledge.files import WORDS, articles_folder, read_words
from onedoor.knowledge.types import AnswerHit
from onedoor.knowledge.words import is_common, split_chinese, split_english

ASKED_AT_MOST, LETTER_AT_MOST = 300, 3_000
_SENTENCE, _MOST_SENTENCES = re.compile(r"[.?!。？！\n]"), 15
_ALIKE = 0.42
_LEAST = 0.34

_SEARCH = """
with asked as (select * from unnest(%(words)s::text[], %(weights)s::float[]) as a(word, weight)),
live as materialized (
    select distinct on (article_id) id, article_id from knowledge_articleversion
    where state = 'approved' and effective_from <= %(at)s
    order by article_id, effective_from desc, number desc
),
hits as materialized (
    select a.word, a.weight, live.article_id, t.title,
           ts_rank('{0.15, 0.4, 0.7, 1.0}', t.terms, a.word::tsquery) as strength
    from asked a join knowledge_articletext t on t.language = %(language)s and t.terms @@ a.word::tsquery
    join live on live.id = t.version_id
),
total as (select greatest(count(*), 1) as n from knowledge_article),
rare as (select h.word, ln(1 + total.n::float / count(*)) as worth
         from hits h, total group by h.word, total.n),
best as (select sum(a.weight * coalesce(r.worth, ln(1 + total.n::float))) as score
         from asked a left join rare r using (word), total where a.weight = 1)
select art.code, h.title, art.service, sum(h.weight * r.worth * h.strength / 0.6) as score,
       sum(h.weight * r.worth) / max(best.score) as share
from hits h join rare r using (word) join knowledge_article art on art.id = h.article_id, best
where %(service)s in ('', art.service)
group by art.code, h.title, art.service
order by score desc, art.code limit %(limit)s
"""


def find_answers(
    text: str, *, language: str, by: Actor, at: datetime, service: str = "", limit: int = 5
) -> list[AnswerHit]:
    """Answers to ``text``, best first, of ``service`` only where one is named; empty where nothing
    fits. Whoever may ask may find: what is approved is public."""
    spoken = as_language(language)
    words = _list_words(text[:ASKED_AT_MOST], spoken)
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _SEARCH,
            {
                "words": [_quote(word) for word in words], "weights": list(words.values()), "at": at,
                "language": spoken, "service": service, "limit": max(1, min(limit, 50)),
            },
        )  # fmt: skip
        found = cursor.fetchall()
    return [
        AnswerHit(code=code, title=title, score=round(float(score), 4), service=of)
        for code, title, of, score, share in found
        if share >= _LEAST
    ]


def find_answers_in(
    letter: str, *, language: str, by: Actor, at: datetime, limit: int = 5
) -> list[AnswerHit]:
    """Answers to any sentence of a letter, the best first: a letter says more than it asks."""
    best: dict[str, AnswerHit] = {}
    for asked in _SENTENCE.split(letter[:LETTER_AT_MOST])[:_MOST_SENTENCES]:
        for hit in find_answers(asked, language=language, by=by, at=at, limit=limit):
            if hit.code not in best or hit.score > best[hit.code].score:
                best[hit.code] = hit
    return sorted(best.values(), key=lambda hit: -hit.score)[:limit]


def _list_words(text: str, language: str) -> dict[str, float]:
    """What is asked, and with less weight what means the same."""
    known = read_words(articles_folder() / WORDS).get(language, ())
    if language == "zh-hans":
        asked = dict.fromkeys((word for word in split_chinese(text) if not is_common(word)), 1.0)
        if not asked:
            asked = dict.fromkeys(split_chinese(text), 1.0)
        alike = [word for row in known if any(one in text.lower() for one in row) for word in row]
        for word in (part for one in alike for part in split_chinese(one)):
            asked.setdefault(word, 0.5)
        return asked
    plain = " ".join(_mend(split_english(text)))
    asked = dict.fromkeys(_stems(plain), 1.0)
    alike = [
        word
        for row in known
        if any(re.search(rf"\b{re.escape(one)}\b", plain) for one in row)
        for word in row
    ]
    for word in _stems(" ".join(alike)) if alike else ():
        asked.setdefault(word, 0.5)
    return asked


def _stems(text: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select tsvector_to_array(to_tsvector('english', %s))", [text])
        return list(cursor.fetchone()[0])


def _mend(words: list[str]) -> list[str]:
    """Each longer word that no answer knows, as the nearest one that some answer has."""
    long = [word for word in words if len(word) > 3 and word.isalpha()]
    if not long:
        return words
    with connection.cursor() as cursor:
        cursor.execute(
            "select a.word, near.word from unnest(%s::text[]) as a(word) cross join lateral ("
            " select w.word, similarity(w.word, a.word) as nearness from knowledge_searchword w"
            " where w.word %% a.word order by nearness desc, w.word limit 1) near"
            " where near.nearness >= %s and not exists (select 1 from knowledge_searchword k"
            " where k.word = a.word or to_tsvector('english', k.word) = to_tsvector('english', a.word)"
            " and k.word like left(a.word, 3) || '%%')",
            [long, _ALIKE],
        )
        nearest = dict(cursor.fetchall())
    return [nearest.get(word, word) for word in words]


def _quote(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
