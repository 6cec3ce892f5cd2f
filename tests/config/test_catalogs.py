"""Message catalogues are compiled where that changes something."""

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext as gettext_now
from django.utils.translation import override, pgettext

from onedoor.config.ground.catalogs import compile_catalogs

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Yes"\nmsgstr "是"\n'


@pytest.fixture
def po(tmp_path: Path) -> Path:
    folder = tmp_path / "room/locale/zh_Hans/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, "utf-8")
    return folder / "django.po"


def test_a_new_catalogue_is_compiled(po: Path, tmp_path: Path) -> None:
    assert compile_catalogs(tmp_path) == 1
    with po.with_suffix(".mo").open("rb") as mo:
        assert gettext.GNUTranslations(mo).gettext("Yes") == "是"


def test_a_compiled_catalogue_is_left_alone(po: Path, tmp_path: Path) -> None:
    compile_catalogs(tmp_path)
    assert compile_catalogs(tmp_path) == 0


def test_a_changed_catalogue_is_compiled_again(po: Path, tmp_path: Path) -> None:
    compile_catalogs(tmp_path)
    later = po.stat().st_mtime + 10
    os.utime(po, (later, later))
    assert compile_catalogs(tmp_path) == 1


def test_a_catalogue_whose_header_is_marked_fuzzy_is_compiled_all_the_same(po: Path, tmp_path: Path) -> None:
    po.write_text(f"#, fuzzy\n{PO}", "utf-8")
    compile_catalogs(tmp_path)
    with po.with_suffix(".mo").open("rb") as mo:
        assert gettext.GNUTranslations(mo).gettext("Yes") == "是"


@pytest.mark.parametrize("path", sorted(Path("src").rglob("django.po")), ids=lambda path: path.parts[-5])
def test_no_library_s_words_come_before_ours(path: Path) -> None:
    """The application that is installed first wins where two translate the same words."""
    with path.open("rb") as file:
        ours = read_po(file)
    with override("zh-hans"):
        others = {
            message.id: (said, message.string)
            for message in ours
            if message.id and message.string and isinstance(message.id, str)
            if (said := pgettext(message.context, message.id) if message.context else gettext_now(message.id))
            != message.string
        }
    assert others == {}
