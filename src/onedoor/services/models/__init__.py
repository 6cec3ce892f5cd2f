"""Tables of the services room."""

from onedoor.services.models.applications import (
    LIVE,
    Application,
    EveryValueHasItsSource,
    FlowDefinition,
    SeasonChunk,
    SeasonRun,
    Signature,
)
from onedoor.services.models.versions import ServiceVersion

__all__ = [
    "LIVE",
    "Application",
    "EveryValueHasItsSource",
    "FlowDefinition",
    "SeasonChunk",
    "SeasonRun",
    "ServiceVersion",
    "Signature",
]
