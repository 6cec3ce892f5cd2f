"""Read service files and their rule packs; what cannot be read becomes faults with a line."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.conf import settings
from pydantic import BaseModel, ValidationError

from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.services.files.faults import faults_of
from onedoor.services.files.packs import RulePack, merge_packs
from onedoor.services.files.schema import ServiceFile

T = TypeVar("T", bound=BaseModel)

CATALOGUE = Path(__file__).resolve().parents[4] / "catalogue"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A service with the documents it was read from, so that faults can name lines."""

    service: ServiceFile
    document: Document
    packs: tuple[tuple[RulePack, Document], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The services that can be read, by code, and what is wrong with the others."""

    services: Mapping[str, ServiceFile]
    faults: tuple[Fault, ...] = field(default=())


def catalogue_root() -> Path:
    """The folder of the catalogue, as set; without settings the one that came with the house."""
    if settings.configured or os.environ.get("DJANGO_SETTINGS_MODULE"):
        return Path(getattr(settings, "CATALOGUE", CATALOGUE))
    return CATALOGUE


def load_catalogue(root: Path | None = None) -> Catalogue:
    """Every service under ``root``. A faulty service is left out and its faults are kept."""
    services: dict[str, ServiceFile] = {}
    faults: list[Fault] = []
    for folder in service_folders(root or catalogue_root()):
        try:
            service = load_service(folder).service
            services[service.service] = service
        except Faulty as error:
            faults += error.faults
    return Catalogue(services, tuple(faults))


@lru_cache(maxsize=4)
def _kept(root: Path) -> Catalogue:
    return load_catalogue(root)


def get_catalogue() -> Catalogue:
    """The catalogue of this process, read once."""
    return _kept(catalogue_root())


def service_folders(root: Path) -> list[Path]:
    """Folders that hold a service, by name."""
    return sorted(path.parent for path in root.glob("*/service.yaml"))


def load_service(folder: Path) -> Loaded:
    """The service in ``folder``. Raises Faulty with every fault of shape in its files."""
    document = read(folder / "service.yaml")
    service = shape(ServiceFile, document.data, document)
    if service.service != folder.name:
        message = f"The service is called '{service.service}', but its folder '{folder.name}'."
        raise Faulty([document.fault(("service",), message, "Give both the same name.")])
    packs, faults = _packs(service, folder, document)
    if faults:
        raise Faulty(faults)
    packs.sort(key=lambda pair: pair[0].effective_from)
    service._folder = folder
    service._packs = tuple(pack for pack, _ in packs)
    return Loaded(service, document, tuple(packs))


def read(path: Path) -> Document:
    """One YAML document, with a remedy for the slip that everybody makes once."""
    _refuse_aliases(path)
    try:
        return read_yaml(path)
    except Faulty as error:
        raise Faulty([_with_hint(fault) for fault in error.faults]) from None


def _refuse_aliases(path: Path) -> None:
    """A file that repeats itself by reference can grow without end, or hold itself."""
    text = path.read_bytes().decode("utf-8-sig", "replace") if path.is_file() else ""
    if not re.search(r"(^|[\s\[{,])\*[\w.-]", text):
        return
    with suppress(yaml.YAMLError):  # what is not YAML is said by the reader
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.AliasEvent):
                place = Document(path, None, {("*",): event.start_mark.line + 1 if event.start_mark else 1})
                message = f"'*{event.anchor}' repeats another place of the file."
                raise Faulty([place.fault(("*",), message, "Write it out.")])


def shape(kind: type[T], data: Any, document: Document) -> T:
    """``data`` of ``document`` as ``kind``. Raises Faulty where it has another shape."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise Faulty(faults_of(error, document, kind)) from None


def load_pack(path: Path, folder: Path, seen: tuple[Path, ...] = ()) -> tuple[RulePack, Document]:
    """The pack at ``path`` with what it is based on. Raises Faulty."""
    document = read(path)
    data, places = _pack_data(document, folder, (*seen, path))
    pack = shape(RulePack, data, document)
    pack._places = places
    return pack, document


def _pack_data(
    document: Document, folder: Path, seen: tuple[Path, ...]
) -> tuple[Any, dict[str, tuple[str, int]]]:
    """The pack's own data laid over its base, and where each formula was written."""
    data = document.data
    if not isinstance(data, dict):
        raise Faulty([document.fault((), "This is not a rule pack.", "Begin with 'pack:' and 'title:'.")])
    places = _places(document)
    if not data.get("based_on"):
        return data, places
    base = folder / str(data["based_on"])
    if base in seen:
        message = f"'{data['based_on']}' is based on itself."
        raise Faulty([document.fault(("based_on",), message, "Leave out one of the two.")])
    below, places_below = _pack_data(read(base), folder, (*seen, base))
    kept = {key: value for key, value in below.items() if key not in ("based_on", "effective_to")}
    shape(RulePack, kept, read(base))  # a fault below is named there, not here
    shape(RulePack, {**kept, **data}, document)  # before merging, so that lines are this file's
    return merge_packs(kept, data), {**places_below, **places}


def _places(document: Document) -> dict[str, tuple[str, int]]:
    places: dict[str, tuple[str, int]] = {}
    data = document.data
    for part in ("constants", "bands"):
        for name in data.get(part) or {}:
            fault = document.fault((part, name), "", "")
            places[str(name)] = (fault.file, fault.line)
    formulas = data.get("formulas")
    for number, formula in enumerate(formulas if isinstance(formulas, list) else []):
        fault = document.fault(("formulas", number), "", "")
        places[str(formula.get("id") if isinstance(formula, dict) else number)] = (fault.file, fault.line)
    return places


def _packs(
    service: ServiceFile, folder: Path, document: Document
) -> tuple[list[tuple[RulePack, Document]], list[Fault]]:
    packs: list[tuple[RulePack, Document]] = []
    faults: list[Fault] = []
    for number, name in enumerate(service.rules):
        if not (folder / name).is_file():
            faults.append(document.fault(("rules", number), f"There is no file '{name}'.", "Check the name."))
            continue
        try:
            packs.append(load_pack(folder / name, folder))
        except Faulty as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if service.formulas and service.rules:
        message = "The service has both rules and formulas."
        faults.append(document.fault(("formulas",), message, "Put the formulas into a rule pack."))
    elif service.formulas and not faults:
        packs.append((_inline(service, document), document))
    return packs, faults


def _inline(service: ServiceFile, document: Document) -> RulePack:
    """The formulas of a small service as a pack without dates."""
    pack = RulePack(
        pack=f"{service.service}@{service.version}",
        title=service.title,
        source=service.title,
        formulas=service.formulas,
    )
    pack._places = _places(document)
    return pack


def _with_hint(fault: Fault) -> Fault:
    if "flow" in fault.message or "',' or '}'" in fault.message:
        return Fault(
            fault.file, fault.line, fault.message, 'Inside { } put a text that holds ? , : or # in "quotes".'
        )
    return fault
