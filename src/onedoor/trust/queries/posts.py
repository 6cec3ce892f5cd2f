"""Posts in words: what somebody is, without who she is, and whose role allows something."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from onedoor.kernel.text import LANGUAGES, Text, pick
from onedoor.trust.catalogue import catalogue_folder, load_roles
from onedoor.trust.queries.accounts import list_officers
from onedoor.trust.queries.agencies import get_agency, get_role


def describe_post(account: UUID | None, agencies: Iterable[str], *, at: datetime) -> Text:
    """“Case officer, Revenue Agency”: the role of this account at the first of these agencies where it
    has one. Names nobody, so it may be said to any officer."""
    for agency in agencies:
        held = next((one for one in list_officers(agency, at=at) if one.account == account), None)
        if held is not None:
            title, name = get_role(held.roles[0]).title, get_agency(agency).name
            return {"en": f"{title['en']}, {name['en']}", "zh-hans": f"{name['zh-hans']}{title['zh-hans']}"}
    return {"en": "Another officer", "zh-hans": "另一位工作人员"}


def say_who_may(permission: str) -> Text:
    """The titles of the officers' roles that allow this, for who is refused; empty where none does."""
    roles = [role for role in load_roles(catalogue_folder()).roles.values() if permission in role.permissions]
    joined = {"en": ", ", "zh-hans": "、"}
    return {code: joined[code].join(pick(role.title, code) for role in roles) for code in LANGUAGES}
