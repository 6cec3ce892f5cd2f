"""Settings come from the environment, typed, and refuse bad values at the start.

Each reader registers its setting, so that ``docs/reference/settings.md`` can be held to the code.
A secret may come from a file: ``SECRET_KEY_FILE=/run/secrets/key``.
"""

import os
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the manual."""

    name: str
    kind: str
    default: str
    about: str


REGISTER: dict[str, Setting] = {}


def text(name: str, default: str | None = None, *, about: str) -> str:
    """A string; without a default it must be given."""
    _register(name, "text", default, about)
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. It is needed: {about}")
    return value


def flag(name: str, default: bool, *, about: str) -> bool:
    """``true/false``, ``yes/no``, ``1/0``."""
    _register(name, "flag", str(default).lower(), about)
    value = os.environ.get(name, "").strip().lower()
    words = {"": default, "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if value not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write true or false.")
    return words[value]


def number(name: str, default: int, *, least: int = 0, about: str) -> int:
    """A whole number of at least ``least``."""
    _register(name, "number", str(default), about)
    value = os.environ.get(name, str(default))
    try:
        parsed = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number.") from error
    if parsed < least:
        raise ImproperlyConfigured(f"{name} is {parsed}. It must be at least {least}.")
    return parsed


def words(name: str, default: str, *, about: str) -> list[str]:
    """Words separated by commas."""
    _register(name, "words", default, about)
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def networks(name: str, default: str, *, about: str) -> list[str]:
    """Addresses (``10.0.0.7``) and networks (``10.0.0.0/24``) separated by commas."""
    _register(name, "networks", default, about)
    given = [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]
    for one in given:
        try:
            ip_network(one)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name}: {one!r} is no address and no network. Write 10.0.0.7 or 10.0.0.0/24."
            ) from error
    return given


def folder(name: str, default: Path, *, about: str) -> Path:
    """A folder, made when it is missing."""
    _register(name, "folder", f"{default.name}/ beside the code", about)
    path = Path(os.environ.get(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: {path} cannot be made ({error.strerror}).") from error
    return path


def secret(name: str, *, kept_in: Path | None, about: str, needed: bool = True) -> str:
    """A secret from ``NAME``, from the file named by ``NAME_FILE``, or (``kept_in``) made once and
    kept there, readable by this user only; empty when it is not given and not ``needed``."""
    _register(name, "secret", "", about)
    _register(f"{name}_FILE", "file", "", f"File that holds {name}.")
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read ({error.strerror}).") from error
    if kept_in is None and not needed:
        return ""
    if kept_in is None:
        raise ImproperlyConfigured(f"{name} is not set. It is needed: {about}")
    return _made_once(kept_in / name.lower())


def database(name: str, *, about: str) -> dict[str, str]:
    """The parts of ``postgresql://user:password@host:port/name`` that Django wants."""
    _register(name, "address", "", about)
    address = urlsplit(os.environ.get(name) or "postgresql:///onedoor")
    if address.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(f"{name} must begin with postgresql://")
    host = address.hostname or ""
    for pair in address.query.split("&"):  # libpq's way to name a socket folder
        key, _, value = pair.partition("=")
        if key == "host":
            host = unquote(value)
    return {
        "NAME": address.path.lstrip("/") or "onedoor",
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(host),
        "PORT": str(address.port or ""),
    }


def _made_once(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(48).hex())
    return path.read_text().strip()


def _register(name: str, kind: str, default: str | None, about: str) -> None:
    REGISTER[name] = Setting(name, kind, default or "", about)
