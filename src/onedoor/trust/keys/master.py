"""The master key: 32 bytes that wrap all others, from the environment or a file of its own."""

import base64
import binascii
import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from onedoor.trust.types import KeysUnavailable

SIZE = 32


def get_master() -> bytes:
    """The master key, or KeysUnavailable saying where it was looked for."""
    given = getattr(settings, "MASTER_KEY", "")
    if given:
        return decode(str(given), "ONEDOOR_MASTER_KEY")
    path = place()
    try:
        return decode(path.read_text(), str(path))
    except FileNotFoundError as error:
        raise KeysUnavailable(
            f"There is no master key: neither ONEDOOR_MASTER_KEY nor the file {path}. Restore it from its"
            " backup; without it sealed data cannot be read. Nothing was changed."
        ) from error


def find_master(wanted: str) -> bytes:
    """The master key of that fingerprint: the one in force, or, while it is being changed, the one that comes
    or the one that was. KeysUnavailable where none of them is."""
    master = get_master()
    if fingerprint(master) == wanted:
        return master
    for path in (place_next(), place_before()):
        if path.exists() and fingerprint(other := decode(path.read_text(), str(path))) == wanted:
            return other
    raise KeysUnavailable(
        f"The master key (fingerprint {fingerprint(master)}) does not open keys wrapped by {wanted}. Give"
        " the master key that belongs to this database. Nothing was changed."
    )


def place_next() -> Path:
    """Where the master key lies that will be in force."""
    return place().with_name(f"{place().name}.next")


def place_before() -> Path:
    """Where the master key lies that was in force before: older backups need it."""
    return place().with_name(f"{place().name}.before")


def make_next() -> bytes:
    """The master key that will be in force; made now where none lies there. KeysUnavailable where the key in
    force was given in the environment, which every process would have to learn at one moment."""
    if getattr(settings, "MASTER_KEY", ""):
        raise KeysUnavailable(
            "Give the master key as a file first: ONEDOOR_MASTER_KEY_FILE. Nothing was changed."
        )
    get_master()
    _write_once(place_next())
    return decode(place_next().read_text(), str(place_next()))


def put_in_force() -> None:
    """The next master key takes the place of the one in force, which is kept as the one before."""
    place_before().unlink(missing_ok=True)
    os.link(place(), place_before())
    os.replace(place_next(), place())


def place() -> Path:
    """The file that holds the master key."""
    named = getattr(settings, "MASTER_KEY_FILE", "")
    return Path(str(named)) if named else Path(settings.KEYS) / "master.key"


def make_master() -> bytes:
    """The master key; made now, readable by its owner only, where none was ever given."""
    path = place()
    if getattr(settings, "MASTER_KEY", "") or path.exists():
        return get_master()
    if settings.SECURE and not settings.DEMO:
        raise KeysUnavailable(
            "In production the master key is given, not made: set ONEDOOR_MASTER_KEY_FILE to a file with the"
            " output of 'openssl rand -base64 32'."
        )
    _write_once(path)
    return get_master()


def _write_once(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    staged = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(SIZE)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(staged, path)  # whoever links first wins; nobody reads half a key
    except FileExistsError:
        pass
    finally:
        staged.unlink()


def fingerprint(master: bytes) -> str:
    """Names a master key without telling it."""
    return hashlib.sha256(b"onedoor-master" + master).hexdigest()[:16]


def decode(text: str, source: str) -> bytes:
    """The 32 bytes written as base64 in ``text``."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise KeysUnavailable(f"{source} is not base64.") from error
    if len(key) != SIZE:
        raise KeysUnavailable(f"{source} holds {len(key)} bytes; a master key has {SIZE}.")
    return key
