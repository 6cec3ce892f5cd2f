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

__all__ = [
    "LIVE",
    "Application",
    "EveryValueHasItsSource",
    "FlowDefinition",
    "SeasonChunk",
    "SeasonRun",
    "Signature",
]
