"""Playbooks: a service with all that it leans on, as one file for another jurisdiction.

``playbook.yaml`` says what it is; ``service/`` is the service's folder, byte for byte; ``shared/`` has
the entries of agencies, registers, agreements, queues, life events and calendars that it refers to.
The same service always gives the same bytes. What is read is never trusted.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import Invalid
from onedoor.services.files.loading import load_service
from onedoor.services.files.schema import ServiceFile
from onedoor.services.versions.content import (
    MOST_BYTES,
    MOST_FILES,
    Files,
    check_files,
    digest_of,
    is_plain_path,
    read_folder,
)
from onedoor.services.versions.shelves import SHELVES, read_entries, write_section

ABOUT, SERVICE, SHARED = "playbook.yaml", "service/", "shared/"
KIND = 1
MOST_PACKED = 5_000_000


@dataclass(frozen=True, slots=True)
class Playbook:
    """What a playbook holds. ``shared`` maps a file of the catalogue to the entries it brings."""

    service: str
    version: str
    digest: str
    files: Files
    shared: Mapping[str, str]


def pack_folder(folder: Path) -> bytes:
    """The playbook of the service in ``folder``, with what the lists beside it say. Raises Faulty."""
    return pack_files(read_folder(folder), load_service(folder).service, folder.parent)


def pack_files(files: Files, service: ServiceFile, root: Path) -> bytes:
    """The playbook of a version, with what the catalogue at ``root`` says of what it refers to."""
    parts = {SERVICE + name: text for name, text in files.items()}
    parts |= {SHARED + name: text for name, text in _shared(service, root).items()}
    about = {
        "playbook": KIND,
        "service": service.service,
        "version": service.version,
        "digest": digest_of(files),
        "title": dict(service.title),
        "agencies": sorted(agencies_of(service)),
        "measures": list(service.measures),
    }
    parts[ABOUT] = yaml.safe_dump(about, sort_keys=False, allow_unicode=True)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, parts[name].encode("utf-8"))
    return packed.getvalue()


def agencies_of(service: ServiceFile) -> set[str]:
    """The agencies that a service names."""
    lanes = {step.by for step in service.steps if step.by.isupper()}
    return {service.agency, *service.together_with, *lanes}


def _shared(service: ServiceFile, root: Path) -> dict[str, str]:
    entries = {
        (name, section): read_entries(_text(root / name), section)
        for name, sections in SHELVES.items()
        for section in sections
    }
    wanted = _wanted(service, entries)
    texts: dict[str, str] = {}
    for (name, section), blocks in entries.items():
        chosen = [block for key, block in blocks.items() if key in wanted[name, section]]
        texts[name] = texts.get(name, "") + write_section(section, chosen)
    return {name: text for name, text in texts.items() if text} | _calendars(service, root)


def _wanted(
    service: ServiceFile, entries: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[tuple[str, str], set[str]]:
    registers = {known.held_by for known in service.know.values()}
    agreements = entries["agreements.yaml", "agreements"]
    ours = {key: one for key, block in agreements.items() if _shares(one := _read(block, key), service)}
    held = (
        _read(block, key) for key, block in entries["registers.yaml", "registers"].items() if key in registers
    )
    agencies = agencies_of(service) | {str(one["receiver"]) for one in ours.values() if "receiver" in one}
    agencies |= {str(one["agency"]) for one in held if "agency" in one}
    queues = {
        key
        for key, block in entries["queues.yaml", ""].items()
        if service.service in (_read(block, key).get("kinds") or ())
    }
    return {
        ("agencies.yaml", ""): agencies,
        ("registers.yaml", "registers"): registers,
        ("agreements.yaml", "agreements"): set(ours),
        ("agreements.yaml", "purposes"): {service.purpose}
        | {str(one.get("purpose")) for one in ours.values()},
        ("queues.yaml", ""): queues,
        ("life-events.yaml", "life_events"): {service.life_event} if service.life_event else set(),
    }


def _shares(agreement: Mapping[str, Any], service: ServiceFile) -> bool:
    return service.service in (agreement.get("services") or ())


def _read(block: str, key: str) -> Mapping[str, Any]:
    data = yaml.safe_load(block)
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}


def _calendars(service: ServiceFile, root: Path) -> dict[str, str]:
    codes = {service.promise.calendar, *(lane.calendar for lane in service.promise.lanes if lane.calendar)}
    files = {f"calendars/{code}.yaml" for code in codes}
    texts = {name: _text(root / name) for name in sorted(files)}
    holidays = {
        f"calendars/{data['holidays']}"
        for text in texts.values()
        if isinstance(data := yaml.safe_load(text), dict) and isinstance(data.get("holidays"), str)
    }
    texts |= {name: _text(root / name) for name in sorted(holidays)}
    return {name: text for name, text in texts.items() if text}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def unpack(packed: bytes) -> Playbook:
    """The playbook in a zip file. Raises Invalid for anything that is not one, or that would write
    outside of its folder, grow without end, or be a link."""
    if len(packed) > MOST_PACKED:
        raise Invalid("playbook.size", _("The file is too large for a playbook."), field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            texts = dict(_entries(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Invalid("playbook.zip", _("This is not a playbook: it is no zip file."), field="file") from None
    return _understand(texts)


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    left = MOST_BYTES
    if len(archive.infolist()) > MOST_FILES:
        raise Invalid("playbook.size", _("The file is too large for a playbook."), field="file")
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        mode = entry.external_attr >> 16
        is_special = stat.S_IFMT(mode) not in (0, stat.S_IFREG)
        if is_special or not is_plain_path(entry.filename) or entry.filename.casefold() in seen:
            raise Invalid(
                "playbook.path",
                _("The playbook holds a link or a name that leaves its folder. Nothing was taken from it."),
                field="file",
            )
        seen.add(entry.filename.casefold())
        with archive.open(entry) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Invalid("playbook.size", _("The file is too large for a playbook."), field="file")
        try:
            yield entry.filename, content.decode("utf-8")
        except UnicodeDecodeError:
            raise Invalid(
                "playbook.text", _("The playbook holds a file that is not UTF-8 text."), field="file"
            ) from None


def _understand(texts: Mapping[str, str]) -> Playbook:
    about = _about(texts.get(ABOUT, ""))
    files = {name.removeprefix(SERVICE): text for name, text in texts.items() if name.startswith(SERVICE)}
    shared = {name.removeprefix(SHARED): text for name, text in texts.items() if name.startswith(SHARED)}
    known = {ABOUT} | {SERVICE + name for name in files} | {SHARED + name for name in shared}
    strange = [name for name in shared if name not in SHELVES and not name.startswith("calendars/")]
    try:
        check_files(files)
        for text in shared.values():
            _refuse_aliases(text)
    except (Faulty, yaml.YAMLError):
        strange.append(ABOUT)
    if set(texts) - known or strange or digest_of(files) != about.get("digest"):
        raise Invalid(
            "playbook.content",
            _("This playbook was changed on its way, or is not one. Ask for it again."),
            field="file",
        )
    return Playbook(str(about["service"]), str(about["version"]), str(about["digest"]), files, shared)


def _about(text: str) -> Mapping[str, Any]:
    try:
        _refuse_aliases(text)
        about = yaml.safe_load(text)
    except yaml.YAMLError:
        about = None
    service = str(about.get("service", "")) if isinstance(about, dict) else ""
    if (
        not isinstance(about, dict)
        or about.get("playbook") != KIND
        or not is_plain_path(service)
        or "/" in service
    ):
        raise Invalid(
            "playbook.kind", _("This is not a playbook: playbook.yaml is missing or strange."), field="file"
        )
    return about


def _refuse_aliases(text: str) -> None:
    """What repeats itself by reference can grow without end."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
