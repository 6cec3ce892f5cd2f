"""Tables of the services room."""

from onedoor.services.models.agency_work import (
    AgencyTask,
    BroughtValue,
    Wait,
)
from onedoor.services.models.applications import (
    LIVE,
    Application,
    EveryValueHasItsSource,
    FlowDefinition,
    SeasonChunk,
    SeasonRun,
    Signature,
)
from onedoor.services.models.attachments import (
    Attachment,
)
from onedoor.services.models.offers import (
    OPEN_OFFERS,
    Offer,
)
from onedoor.services.models.parties import (
    ApplicationParty,
)
from onedoor.services.models.reports import (
    Report,
)
from onedoor.services.models.stops import (
    PageCount,
)
from onedoor.services.models.versions import (
    ServiceVersion,
)

__all__ = [
    "LIVE",
    "OPEN_OFFERS",
    "AgencyTask",
    "Application",
    "ApplicationParty",
    "Attachment",
    "BroughtValue",
    "EveryValueHasItsSource",
    "FlowDefinition",
    "Offer",
    "PageCount",
    "Report",
    "SeasonChunk",
    "SeasonRun",
    "ServiceVersion",
    "Signature",
    "Wait",
]
