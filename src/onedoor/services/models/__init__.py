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
from onedoor.services.models.attachments import Attachment
from onedoor.services.models.reports import Report
from onedoor.services.models.stops import PageCount

__all__ = [
    "LIVE",
    "Application",
    "Attachment",
    "EveryValueHasItsSource",
    "FlowDefinition",
    "PageCount",
    "Report",
    "SeasonChunk",
    "SeasonRun",
    "Signature",
]
