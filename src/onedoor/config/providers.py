"""The operator's file of outside identity providers."""

from pathlib import Path

import yaml
from django.core.exceptions import ImproperlyConfigured
from pydantic import TypeAdapter, ValidationError

from onedoor.trust.types import Provider


def read_providers(path: str) -> tuple[Provider, ...]:
    """The file, checked; ImproperlyConfigured says what to mend. None without a file."""
    if not path:
        return ()
    try:
        listed = yaml.safe_load(Path(path).read_text())
        found = TypeAdapter(tuple[Provider, ...]).validate_python(listed)
    except (OSError, yaml.YAMLError, ValidationError) as fault:
        raise ImproperlyConfigured(f"IDENTITY_PROVIDERS: {path} cannot be used: {fault}") from fault
    if len({one.code for one in found}) < len(found) or len({one.issuer for one in found}) < len(found):
        raise ImproperlyConfigured(f"IDENTITY_PROVIDERS: {path} names a code or an issuer twice.")
    return found
