"""The room's tables."""

from onedoor.trust.models.accounts import (
    Account,
)
from onedoor.trust.models.assistance import (
    AssistanceOffer,
    AssistedSession,
    Confirmation,
)
from onedoor.trust.models.desk_keys import (
    DeskKey,
)
from onedoor.trust.models.directory import (
    DirectoryEntry,
    DirectoryGroup,
    DirectoryKey,
    DirectoryMember,
)
from onedoor.trust.models.door_pins import (
    DoorPin,
    DoorPinOrder,
)
from onedoor.trust.models.identities import (
    OutsideIdentity,
)
from onedoor.trust.models.keys import (
    TrustKey,
)
from onedoor.trust.models.links import (
    Link,
)
from onedoor.trust.models.pairings import Pairing
from onedoor.trust.models.partner_keys import (
    PartnerKey,
)
from onedoor.trust.models.passkeys import (
    Challenge,
    Passkey,
)
from onedoor.trust.models.posts import (
    Post,
)
from onedoor.trust.models.protection import (
    Change,
    Emergency,
    IdentityLock,
)
from onedoor.trust.models.second_factors import (
    SecondFactor,
)
from onedoor.trust.models.sessions import (
    BrowserSession,
)
from onedoor.trust.models.sign_on import (
    LogoutNotice,
    SignOn,
    SignOnClient,
)
from onedoor.trust.models.uses import (
    UseCount,
)

__all__ = [
    "Account",
    "AssistanceOffer",
    "AssistedSession",
    "BrowserSession",
    "Challenge",
    "Change",
    "Confirmation",
    "DeskKey",
    "DirectoryEntry",
    "DirectoryGroup",
    "DirectoryKey",
    "DirectoryMember",
    "DoorPin",
    "DoorPinOrder",
    "Emergency",
    "IdentityLock",
    "Link",
    "LogoutNotice",
    "OutsideIdentity",
    "Pairing",
    "PartnerKey",
    "Passkey",
    "Post",
    "SecondFactor",
    "SignOn",
    "SignOnClient",
    "TrustKey",
    "UseCount",
]
