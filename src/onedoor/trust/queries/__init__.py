"""Reads: agencies, roles, actors, sensitivity, assisted sessions, and what keys can do."""

from onedoor.trust.keys.sealing import (
    blind_index,
    blind_indexes,
    pseudonym,
    reseal,
    seal,
    seal_bytes,
    seal_many,
    seal_mark,
    unseal,
    unseal_bytes,
)
from onedoor.trust.keys.signing import (
    list_public_keys,
    sign,
    sign_header,
    verify,
)
from onedoor.trust.queries.accounts import (
    actor_for,
    find_account,
    find_account_of,
    find_pin_order,
    follow_merges_with,
    get_account,
    has_door_pin,
    has_totp,
    list_officers,
    list_posts,
    name_of,
    session_assurance,
)
from onedoor.trust.queries.agencies import (
    get_agency,
    get_role,
    list_agencies,
    list_roles,
)
from onedoor.trust.queries.assistance import (
    find_assisted,
    find_open_code,
)
from onedoor.trust.queries.desk_keys import (
    find_officer_by_key,
    list_desk_keys,
)
from onedoor.trust.queries.directory import (
    find_directory_by_key,
    get_directory_group,
    get_directory_user,
    list_directory_groups,
    list_directory_keys,
    list_directory_roles,
    list_directory_users,
)
from onedoor.trust.queries.emergencies import (
    find_emergency,
    get_emergency,
    list_emergencies,
    list_untold,
)
from onedoor.trust.queries.identities import (
    find_required_provider,
    list_identities,
    list_identity_providers,
    list_staff_providers,
)
from onedoor.trust.queries.keyring import list_keys
from onedoor.trust.queries.levels import (
    may_read,
    require_level,
)
from onedoor.trust.queries.links import (
    find_live_link,
    get_link,
)
from onedoor.trust.queries.pairings import (
    find_paired,
)
from onedoor.trust.queries.papers import check_paper, list_certificates, seal_paper
from onedoor.trust.queries.partner_keys import (
    find_partner_by_key,
    find_system_by_key,
    list_partner_keys,
)
from onedoor.trust.queries.passkeys import has_passkey, has_used_proof, list_passkeys
from onedoor.trust.queries.posts import describe_post, say_who_may
from onedoor.trust.queries.protection import (
    check_free,
    count_locks,
    find_changed_from,
    find_known_before,
    find_lock,
    get_change,
    held_until,
    list_changes,
    list_locks,
    time_locked,
)
from onedoor.trust.queries.sessions import list_sessions, session_stands
from onedoor.trust.queries.sign_on import (
    describe_provider,
    list_clients,
    list_logouts_told,
    list_sign_ons,
    list_token_keys,
    open_token,
    read_sign_on,
)
from onedoor.trust.queries.staff import list_staff
from onedoor.trust.rules import (
    demo_totp_code,
    level_for_impacts,
)

__all__ = [
    "actor_for",
    "blind_index",
    "blind_indexes",
    "check_free",
    "check_paper",
    "count_locks",
    "demo_totp_code",
    "describe_post",
    "describe_provider",
    "find_account",
    "find_account_of",
    "find_assisted",
    "find_changed_from",
    "find_directory_by_key",
    "find_emergency",
    "find_known_before",
    "find_live_link",
    "find_lock",
    "find_officer_by_key",
    "find_open_code",
    "find_paired",
    "find_partner_by_key",
    "find_pin_order",
    "find_required_provider",
    "find_system_by_key",
    "follow_merges_with",
    "get_account",
    "get_agency",
    "get_change",
    "get_directory_group",
    "get_directory_user",
    "get_emergency",
    "get_link",
    "get_role",
    "has_door_pin",
    "has_passkey",
    "has_totp",
    "has_used_proof",
    "held_until",
    "level_for_impacts",
    "list_agencies",
    "list_certificates",
    "list_changes",
    "list_clients",
    "list_desk_keys",
    "list_directory_groups",
    "list_directory_keys",
    "list_directory_roles",
    "list_directory_users",
    "list_emergencies",
    "list_identities",
    "list_identity_providers",
    "list_keys",
    "list_locks",
    "list_logouts_told",
    "list_officers",
    "list_partner_keys",
    "list_passkeys",
    "list_posts",
    "list_public_keys",
    "list_roles",
    "list_sessions",
    "list_sign_ons",
    "list_staff",
    "list_staff_providers",
    "list_token_keys",
    "list_untold",
    "may_read",
    "name_of",
    "open_token",
    "pseudonym",
    "read_sign_on",
    "require_level",
    "reseal",
    "say_who_may",
    "seal",
    "seal_bytes",
    "seal_many",
    "seal_mark",
    "seal_paper",
    "session_assurance",
    "session_stands",
    "sign",
    "sign_header",
    "time_locked",
    "unseal",
    "unseal_bytes",
    "verify",
]
