"""Writes: accounts, posts, partners' keys, second factors, assisted sessions, the key ring."""

from onedoor.trust.actions.accounts import (
    change_password,
    lock_account,
    open_account,
    open_accounts,
    record_sign_in,
    unlock_account,
)
from onedoor.trust.actions.assistance import (
    begin_assisted,
    end_assisted,
    offer_assistance,
)
from onedoor.trust.actions.confirming import (
    confirm_assisted,
    spend_confirmation,
)
from onedoor.trust.actions.desk_keys import (
    issue_desk_key,
    revoke_desk_key,
)
from onedoor.trust.actions.directory import (
    add_directory_user,
    change_directory_user,
    remove_directory_user,
)
from onedoor.trust.actions.directory_groups import (
    add_directory_group,
    change_directory_group,
    map_directory_group,
    remove_directory_group,
)
from onedoor.trust.actions.directory_keys import (
    issue_directory_key,
    note_directory_key_use,
    revoke_directory_key,
)
from onedoor.trust.actions.door_pins import (
    remove_door_pin,
    set_door_pin,
    sign_in_by_pin,
)
from onedoor.trust.actions.emergencies import (
    audit_emergencies,
    note_review_case,
    note_told,
    open_emergency,
    review_emergency,
)
from onedoor.trust.actions.identities import (
    go_to_provider,
    link_identity,
    sign_in_by_provider,
    unlink_identity,
)
from onedoor.trust.actions.keyring import (
    make_missing_keys,
    rewrap_keys,
    rotate_key,
)
from onedoor.trust.actions.limits import (
    count_use,
    spend_use,
)
from onedoor.trust.actions.links import (
    end_link,
    hold_link,
    make_link,
)
from onedoor.trust.actions.pairings import (
    begin_pairing,
    confirm_pairing,
    end_pairing,
)
from onedoor.trust.actions.partner_keys import (
    issue_partner_key,
    note_partner_key_use,
    revoke_partner_key,
)
from onedoor.trust.actions.passkeys import (
    add_passkey,
    ask_for_new_passkey,
    ask_for_passkey,
    prove_by_passkey,
    remove_passkey,
    rename_passkey,
)
from onedoor.trust.actions.pin_letters import (
    draw_door_pin,
    end_door_pin_order,
    order_door_pin,
)
from onedoor.trust.actions.posts import (
    end_post,
    give_post,
)
from onedoor.trust.actions.protection import (
    ask_to_open,
    lock_identity,
    note_change,
    open_identity,
    undo_changes,
)
from onedoor.trust.actions.resealing import reseal_secrets
from onedoor.trust.actions.second_factors import (
    enrol_totp,
    verify_totp,
)
from onedoor.trust.actions.sessions import (
    begin_session,
    end_other_sessions,
    end_session,
    note_session,
    sign_out,
)
from onedoor.trust.actions.sign_on import (
    decline_sign_on,
    end_sign_on,
    grant_sign_on,
    leave_service,
    redeem_code,
)
from onedoor.trust.actions.sign_on_clients import (
    register_client,
    renew_client_secret,
    revoke_client,
)
from onedoor.trust.actions.sign_on_logouts import (
    claim_logout,
    find_logouts,
    note_logout,
    retry_logouts,
    tell_logouts,
)
from onedoor.trust.actions.sign_on_pushed import open_pushed, push_request, spend_pushed
from onedoor.trust.actions.staff import close_officer
from onedoor.trust.actions.staff_identities import sign_in_officer_by_provider

__all__ = [
    "add_directory_group",
    "add_directory_user",
    "add_passkey",
    "ask_for_new_passkey",
    "ask_for_passkey",
    "ask_to_open",
    "audit_emergencies",
    "begin_assisted",
    "begin_pairing",
    "begin_session",
    "change_directory_group",
    "change_directory_user",
    "change_password",
    "claim_logout",
    "close_officer",
    "confirm_assisted",
    "confirm_pairing",
    "count_use",
    "decline_sign_on",
    "draw_door_pin",
    "end_assisted",
    "end_door_pin_order",
    "end_link",
    "end_other_sessions",
    "end_pairing",
    "end_post",
    "end_session",
    "end_sign_on",
    "enrol_totp",
    "find_logouts",
    "give_post",
    "go_to_provider",
    "grant_sign_on",
    "hold_link",
    "issue_desk_key",
    "issue_directory_key",
    "issue_partner_key",
    "leave_service",
    "link_identity",
    "lock_account",
    "lock_identity",
    "make_link",
    "make_missing_keys",
    "map_directory_group",
    "note_change",
    "note_directory_key_use",
    "note_logout",
    "note_partner_key_use",
    "note_review_case",
    "note_session",
    "note_told",
    "offer_assistance",
    "open_account",
    "open_accounts",
    "open_emergency",
    "open_identity",
    "open_pushed",
    "order_door_pin",
    "prove_by_passkey",
    "push_request",
    "record_sign_in",
    "redeem_code",
    "register_client",
    "remove_directory_group",
    "remove_directory_user",
    "remove_door_pin",
    "remove_passkey",
    "rename_passkey",
    "renew_client_secret",
    "reseal_secrets",
    "retry_logouts",
    "review_emergency",
    "revoke_client",
    "revoke_desk_key",
    "revoke_directory_key",
    "revoke_partner_key",
    "rewrap_keys",
    "rotate_key",
    "set_door_pin",
    "sign_in_by_pin",
    "sign_in_by_provider",
    "sign_in_officer_by_provider",
    "sign_out",
    "spend_confirmation",
    "spend_pushed",
    "spend_use",
    "tell_logouts",
    "undo_changes",
    "unlink_identity",
    "unlock_account",
    "verify_totp",
]
