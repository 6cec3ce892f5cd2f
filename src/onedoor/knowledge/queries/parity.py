"""Whether every door says the same: each answer is said at each door and compared with its wording."""

import re
from collections.abc import Iterator
from datetime import datetime

from onedoor.kernel.actors import Actor
from onedoor.kernel.text import LANGUAGES
from onedoor.knowledge.models import ArticleText, ArticleVersion
from onedoor.knowledge.queries.answers import get_answer
from onedoor.knowledge.rules import list_facts
from onedoor.knowledge.store import in_force, to_wording
from onedoor.knowledge.types import FORM_OF_DOOR, AnswerView, Divergence, Form, ParityView

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_FACT = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def check_parity(*, by: Actor, at: datetime) -> ParityView:
    """Say every answer in force at every door in every language, as the doors do, and compare the
    substance: version, sentence, figures and facts. Difference 0: no door says anything else."""
    rows = list(in_force(at))
    found: list[Divergence] = []
    for row in rows:
        found += _compare_languages(row)
        found += _compare_search(row)
        for language in LANGUAGES:
            found += _compare_doors(row, language, by, at)
    return ParityView(
        answers=len(rows), checked=len(rows) * len(FORM_OF_DOOR) * len(LANGUAGES), divergences=tuple(found)
    )


def _compare_doors(row: ArticleVersion, language: str, by: Actor, at: datetime) -> Iterator[Divergence]:
    code = row.article.code
    said = {
        form: get_answer(code, form=form, language=language, by=by, at=at)
        for form in set(FORM_OF_DOOR.values()) | {Form.LONG}
    }
    whole = said[Form.LONG]
    for door, form in FORM_OF_DOOR.items():
        for complaint in _compare(said[form], whole):
            yield Divergence(code=code, door=door, language=language, says=complaint)


def _compare(said: AnswerView, whole: AnswerView) -> Iterator[str]:
    if said.version != whole.version:
        yield f"version {said.version} instead of {whole.version}"
    if not said.text.startswith(whole.sentence):
        yield "not the whole sentence"
    if _FACT.search(said.text):
        yield "a fact without a value"
    if more := set(_FIGURE.findall(said.text)) - set(_FIGURE.findall(whole.text)):
        yield f"figures that the answer does not state: {', '.join(sorted(more))}"


def _compare_languages(row: ArticleVersion) -> Iterator[Divergence]:
    """A reader of one language must learn the same as one of the other."""
    wording = to_wording(row)
    texts = [wording.sentence, *wording.points]
    whole = [" ".join(text[language] for text in texts) for language in LANGUAGES]
    figures = [sorted(_FIGURE.findall(_FACT.sub("", one))) for one in whole]
    names = [sorted(_FACT.findall(one)) for one in whole]
    if figures[0] != figures[1]:
        says = f"figures differ between languages: {figures[0]} and {figures[1]}"
        yield Divergence(code=row.article.code, door="*", language="*", says=says)
    if names[0] != names[1]:
        says = f"facts differ between languages: {', '.join(sorted(list_facts(wording)))}"
        yield Divergence(code=row.article.code, door="*", language="*", says=says)


def _compare_search(row: ArticleVersion) -> Iterator[Divergence]:
    """The search must lead to the words in force."""
    titles = dict(ArticleText.objects.filter(version=row).values_list("language", "title"))
    for language in LANGUAGES:
        if titles.get(language) != row.title[language]:
            yield Divergence(
                code=row.article.code, door="*", language=language, says="found under another title"
            )
