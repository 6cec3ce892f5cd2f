"""The files of a version: from a folder, to a folder, and the digest that names them.

A version lies on disk under its digest, so that letters, packs and examples are read as files and
every process shares them. What lies there is checked against the digest before it is used.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from django.conf import settings

from onedoor.kernel.documents import Fault, Faulty
from onedoor.services.files.loading import load_service
from onedoor.services.files.schema import ServiceFile

Files = Mapping[str, str]

MOST_FILES, MOST_BYTES = 200, 2_000_000


def read_folder(folder: Path) -> dict[str, str]:
    """Every file of a service by its path in the folder. Raises Faulty for one that is no text."""
    files: dict[str, str] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink()):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in PurePosixPath(name).parts):
            continue
        files[name] = _read_text(path, name)
    check_files(files)
    return files


def _read_text(path: Path, name: str) -> str:
    if path.is_symlink():
        raise Faulty([Fault(name, 1, "This is a link to another file.", "Put the file itself here.")])
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise Faulty([Fault(name, 1, "The file is not UTF-8 text.", "Save it as UTF-8.")]) from None


def check_files(files: Files) -> None:
    """Raises Faulty for names that would leave the folder, and for more than a service can need."""
    faults = [
        Fault(name, 1, "A file of a service cannot have this name.", "Use plain names below the folder.")
        for name in files
        if not is_plain_path(name)
    ]
    if len(files) > MOST_FILES or sum(len(text.encode()) for text in files.values()) > MOST_BYTES:
        faults.append(Fault("", 1, "The folder is too large for a service.", "Keep only what it needs."))
    if "service.yaml" not in files:
        faults.append(Fault("service.yaml", 1, "There is no service.yaml.", "Begin with that file."))
    if faults:
        raise Faulty(faults)


def is_plain_path(name: str) -> bool:
    """Whether ``name`` is a relative path that stays below its folder on every system."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and name == "/".join(parts)
        and not any(part == "/" or part.startswith(".") or part.rstrip(". ") != part for part in parts)
        and not any(sign in name for sign in '\\:*?"<>|\0')
        and name.isprintable()
    )


def digest_of(files: Files) -> str:
    """SHA-256 over names and contents; one changed letter gives another."""
    whole = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name].encode()):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def lay_out(service: str, digest: str, files: Files | None = None) -> Path | None:
    """The folder with the version's files, written if need be. None where it is not there, or not
    whole, and ``files`` are not given."""
    folder = settings.HOME / "versions" / digest / service
    if folder.is_dir() and _is_whole(folder, digest):
        return Path(folder)
    if files is None:
        return None
    folder.parent.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(dir=folder.parent.parent, prefix=".new-"))
    try:
        write_files(staged / service, files)
        if folder.parent.exists():  # what lies there was tampered with, or half removed
            shutil.rmtree(folder.parent, ignore_errors=True)
        try:
            os.replace(staged, folder.parent)
        except OSError:
            if not _is_whole(folder, digest):  # else another process was faster, with the same content
                raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Path(folder)


def write_files(folder: Path, files: Files) -> None:
    """Write ``files`` below ``folder``, byte for byte."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def _is_whole(folder: Path, digest: str) -> bool:
    try:
        return digest_of(read_folder(folder)) == digest
    except (Faulty, OSError):
        return False


@lru_cache(maxsize=256)
def load_version(folder: Path, version: str) -> ServiceFile:
    """The service that lies in ``folder`` (named by its digest, so kept), called ``version``."""
    service = load_service(folder).service
    return service if service.version == version else service.model_copy(update={"version": version})


@lru_cache(maxsize=256)
def find_loadable(folder: Path) -> ServiceFile | None:
    """The service in ``folder`` (named by its digest, so kept); None while its shape is faulty."""
    try:
        return load_service(folder).service
    except Faulty:
        return None
