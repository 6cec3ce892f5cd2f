"""What of SCIM's shapes is kept of an officer and of a group, and the way to and from the room's own."""

import hashlib
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from pydantic import EmailStr, Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Filter,
    InvalidValueException,
    Meta,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from onedoor.trust.types import DirectoryGroupView, DirectoryPerson, DirectoryUser

BASE = "/scim/v2"
MOST = 500  # on one page


class StaffName(ComplexAttribute):
    """Her name's parts."""

    family_name: str | None = None
    given_name: str | None = None


class StaffEmail(ComplexAttribute):
    """Her address at work: the one with which she signs in."""

    value: Annotated[EmailStr | None, Required.true] = None
    type: str | None = None
    primary: bool | None = None


class StaffGroup(ComplexAttribute):
    """A group that she is in."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display: Annotated[str | None, Mutability.read_only] = None


class StaffUser(Resource[Any]):
    """An officer: the part of RFC 7643's User that the house keeps. What else is sent is passed over."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: StaffName | None = None
    display_name: Annotated[str | None, Required.true] = None
    active: bool | None = None
    emails: Annotated[list[StaffEmail] | None, Required.true] = None
    groups: Annotated[list[StaffGroup] | None, Mutability.read_only] = None


class StaffMember(ComplexAttribute):
    """An officer in a group."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true, Required.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[name-defined]  # noqa: F821  # as SCIM names it
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class Group(Resource[Any]):
    """A group of officers, who hold its role."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    members: list[StaffMember] | None = None


# Microsoft Entra sends attributes nobody declared, what to remove as a value, and filters for what is new.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
CONFIG = ServiceProviderConfig(
    documentation_uri=None,
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Key of the directory",
            description="Authorization: Bearer, with a key made at the desk under Officers' accounts.",
            primary=True,
        )
    ],
)
PROVIDER = ScimProvider(models=[StaffUser, Group], config=CONFIG, policy=POLICY)


def to_person(user: StaffUser) -> DirectoryPerson:
    """Who she is by what was sent. She signs in with the primary e-mail, or that at work."""
    name = user.name or StaffName()
    emails = [one for one in user.emails or [] if one.value]
    best = sorted(emails, key=lambda one: (not one.primary, one.type != "work"))
    return DirectoryPerson(
        user_name=(user.user_name or "").strip()[:254],
        email=(best[0].value or "" if best else "").strip().lower(),
        name=(user.display_name or "").strip()[:120],
        external_id=(user.external_id or "").strip()[:254],
        given_name=(name.given_name or "").strip()[:120],
        family_name=(name.family_name or "").strip()[:120],
        active=user.active,
        emails=tuple((one.value or "", one.type, one.primary) for one in emails),
    )


def to_user(view: DirectoryUser) -> StaffUser:
    """The officer as SCIM shows her."""
    person = view.person
    user = StaffUser(
        id=str(view.id),
        external_id=person.external_id or None,
        user_name=person.user_name,
        name=StaffName(family_name=person.family_name or None, given_name=person.given_name or None)
        if person.family_name or person.given_name
        else None,
        display_name=person.name,
        active=person.active,
        emails=[StaffEmail(value=value, type=kind, primary=main) for value, kind, main in person.emails],
        groups=[
            StaffGroup(value=str(group), ref=Reference[Any](_address("Groups", group)), display=name)
            for group, name in view.groups
        ]
        or None,
    )
    _add_meta(user, "User", view)
    return user


def to_group(view: DirectoryGroupView) -> Group:
    """The group as SCIM shows it."""
    members = [
        StaffMember(value=str(account), ref=Reference[Any](_address("Users", account)))
        for account, _name in view.members
    ]
    group = Group(
        id=str(view.id), external_id=view.external_id or None, display_name=view.name, members=members or None
    )
    _add_meta(group, "Group", view)
    return group


def to_members(group: Group) -> list[UUID]:
    """Whose accounts are in it. Raises InvalidValueException for what is nobody's id."""
    try:
        return list(dict.fromkeys(UUID(member.value or "") for member in group.members or []))
    except ValueError:
        raise InvalidValueException(detail="A member's value is the id of a User.") from None


def _add_meta(resource: Resource[Any], kind: str, view: DirectoryUser | DirectoryGroupView) -> None:
    written = resource.model_dump_json()
    resource.meta = Meta(
        resource_type=kind,
        created=view.created_at,
        last_modified=view.changed_at,
        location=_address(f"{kind}s", view.id),
        version=f'W/"{hashlib.sha256(written.encode()).hexdigest()[:32]}"',
    )


def _address(kind: str, found: UUID) -> str:
    return f"{settings.PUBLIC_URL}{BASE}/{kind}/{found}"
