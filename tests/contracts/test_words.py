"""Both languages are complete, and every template is used and can be read."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django.template.loader import get_template

from tests.contracts.house import SOURCE, list_catalogues, list_sources

TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
CALLS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
TRANSLATE = re.compile(r"{%\s*(?:translate|trans)\s+(\"[^\"]*\"|'[^']*')")


def messages_of(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return list(read_po(file, locale="zh_Hans"))


def known_messages() -> dict[str, str]:
    known: dict[str, str] = {}
    for path in list_catalogues():
        for message in messages_of(path):
            if message.id:
                for key in message.id if isinstance(message.id, tuple) else (message.id,):
                    text = message.string if isinstance(message.string, str) else "".join(message.string)
                    known[key] = known.get(key) or ("" if message.fuzzy else text)
    return known


def room_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def test_every_message_in_the_code_is_translated() -> None:
    known = known_messages()
    untranslated = set()
    for path in list_sources():
        for _, found, _, _ in extract_from_file("python", path, keywords=CALLS):
            first = found[0] if isinstance(found, tuple) else found
            if first and not known.get(first):
                untranslated.add(f"{room_of(path)}: {first}")
    assert not sorted(untranslated)


def test_every_message_in_the_templates_is_translated() -> None:
    known = known_messages()
    untranslated = {
        f"{room_of(path)}: {text[1:-1]}"
        for path in TEMPLATES
        for text in TRANSLATE.findall(path.read_text())
        if not known.get(text[1:-1])
    }

    assert not sorted(untranslated)


@pytest.mark.parametrize("path", list_catalogues(), ids=room_of)
def test_a_catalogue_has_no_gap_and_keeps_its_placeholders(path: Path) -> None:
    faults = []
    for message in messages_of(path):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[-1]
        target = message.string if isinstance(message.string, str) else message.string[-1]
        names = re.findall(r"%\((\w+)\)", source)
        if not target or message.fuzzy or set(names) - set(re.findall(r"%\((\w+)\)", target)):
            faults.append(source)
    assert not faults


def test_two_catalogues_never_translate_one_message_differently() -> None:
    chosen: dict[object, dict[str, str]] = {}
    for path in list_catalogues():
        for message in messages_of(path):
            if message.id:
                of = chosen.setdefault((message.context, message.id), {})
                of.setdefault(str(message.string), room_of(path))

    assert not {id: said for id, said in chosen.items() if len(said) > 1}, "gettext lets the last one win"


@pytest.mark.parametrize("path", TEMPLATES, ids=room_of)
def test_a_template_can_be_read_and_is_used(path: Path) -> None:
    name = str(path).split("/templates/")[1]
    everywhere = "".join(p.read_text() for p in (*list_sources(), *TEMPLATES) if p != path)

    get_template(name)

    assert name in everywhere or name.startswith(("django/forms/", "look/errors/"))
