"""``catalogue/articles/*.yaml``: the first wording of each answer, checked line by line.

A file is one shelf: ``topic``, ``title``, perhaps ``service``, and ``answers`` by code.
``words.yaml`` beside them lists words that mean the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from onedoor.kernel.documents import Document, Fault, Faulty, Keys, read_yaml
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.knowledge.rules import find_faults
from onedoor.knowledge.types import Wording

WORDS = "words.yaml"
_SHELF = {"topic", "title", "service", "answers"}
_ANSWER = {"title", "answer", "points", "also", "internal"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The answers of one file."""

    topic: str
    title: Text
    service: str
    answers: Mapping[str, Wording]
    document: Document


def articles_folder() -> Path:
    """Where the articles lie."""
    return Path(settings.CATALOGUE) / "articles"


def read_shelves(folder: Path) -> list[Shelf]:
    """Every shelf of the folder. Raises Faulty with every mistake, each with its line and remedy."""
    faults: list[Fault] = []
    shelves: list[Shelf] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name == WORDS:
            continue
        try:
            shelves.append(read_shelf(path))
        except Faulty as faulty:
            faults += faulty.faults
    seen: dict[str, Path] = {}
    for shelf in shelves:
        for code in shelf.answers:
            if code in seen:
                place: Keys = ("answers", code)
                told = f"'{code}' is also in {seen[code].name}."
                faults.append(shelf.document.fault(place, told, "Give one of them another code."))
            seen[code] = shelf.document.path
    if faults:
        raise Faulty(faults)
    return shelves


def read_shelf(path: Path) -> Shelf:
    """One file, checked."""
    document = read_yaml(path)
    if faults := list(_check_shape(document)):
        raise Faulty(faults)
    data = document.data
    service = data.get("service", "")
    answers = {code: to_wording(written) for code, written in data["answers"].items()}
    for code, wording in answers.items():
        for place, message, remedy in find_faults(wording, service=service):
            faults.append(document.fault(("answers", code, *place), message, remedy))
    if faults:
        raise Faulty(faults)
    return Shelf(data["topic"], data["title"], service, answers, document)


def to_wording(written: Mapping[str, Any]) -> Wording:
    """An answer of a file as a wording."""
    return Wording(
        title=written["title"],
        sentence=written["answer"],
        points=tuple(written.get("points") or ()),
        also=written.get("also") or {},
        internal=written.get("internal") or {},
    )


def _check_shape(document: Document) -> Iterator[Fault]:
    data = document.data
    if not isinstance(data, dict) or not {"topic", "title", "answers"} <= set(data):
        yield document.fault((), "This is no shelf of answers.", "Write topic, title and answers.")
        return
    for name in sorted(set(data) - _SHELF):
        yield document.fault((name,), f"'{name}' is not known here.", f"Known: {', '.join(sorted(_SHELF))}.")
    if not _is_text(data["title"]):
        yield document.fault(("title",), "The title lacks a language.", "Write en and zh-hans.")
    if not isinstance(data["answers"], dict) or not data["answers"]:
        yield document.fault(("answers",), "There are no answers.", "Write at least one, by its code.")
        return
    for code, written in data["answers"].items():
        yield from _check_answer(document, code, written)


def _check_answer(document: Document, code: str, written: Any) -> Iterator[Fault]:
    place: Keys = ("answers", code)
    if not isinstance(written, dict) or not {"title", "answer"} <= set(written):
        yield document.fault(place, "The answer is not whole.", "Write title and answer.")
        return
    for name in sorted(set(written) - _ANSWER):
        known = ", ".join(sorted(_ANSWER))
        yield document.fault((*place, name), f"'{name}' is not known here.", f"Known: {known}.")
    points = written.get("points") or []
    texts = [("title", written["title"]), ("answer", written["answer"])]
    if not isinstance(points, list) or not all(_is_text(one) for one in points):
        yield document.fault((*place, "points"), "A point lacks a language.", "Write en and zh-hans.")
    for name in ("also", "internal"):
        if written.get(name):
            texts.append((name, written[name]))
    for name, text in texts:
        if not _is_text(text):
            yield document.fault((*place, name), "A text lacks a language.", "Write en and zh-hans.")


def _is_text(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == set(LANGUAGES)
        and all(isinstance(one, str) for one in value.values())
    )


@cache
def read_words(path: Path) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Words that mean the same, by language. Without the file there are none."""
    if not path.is_file():
        return dict.fromkeys(LANGUAGES, ())
    document = read_yaml(path)
    return {
        language: tuple(tuple(str(word).lower() for word in row) for row in document.data.get(language, ()))
        for language in LANGUAGES
    }


def read_titles(folder: Path) -> Mapping[str, Text]:
    """The title of each shelf, by its topic."""
    return _titles(folder, tuple(sorted((path.name, path.stat().st_mtime) for path in folder.glob("*.yaml"))))


@cache
def _titles(folder: Path, _stamps: tuple[tuple[str, float], ...]) -> Mapping[str, Text]:
    return {shelf.topic: shelf.title for shelf in read_shelves(folder)}
