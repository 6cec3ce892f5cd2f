"""A journal of one's own: empty, and signed with a key that the test holds."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from onedoor.journal import actions, seal

KEY = Ed25519PrivateKey.generate()
TABLES = "journal_entry, journal_leaf, journal_head, journal_block, journal_cosignature"


def sign(message: bytes) -> tuple[str, bytes]:
    return "test", KEY.sign(message)


@pytest.fixture
def own_journal(transactional_db: None) -> Iterator[None]:
    before = seal._sign
    actions.sign_heads_with(sign)
    empty_journal()
    yield
    seal._sign = before
    empty_journal()


def empty_journal() -> None:
    """With what was to be delivered of it, or a later test would be told of entries that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {TABLES}, procrastinate_jobs cascade")


def forge(statement: str, *values: object) -> None:
    """What somebody does who rules the database."""
    with connection.cursor() as cursor:
        cursor.execute("alter table journal_entry disable trigger user, no force row level security")
        cursor.execute(statement, values)
        assert cursor.rowcount != 0
        cursor.execute("alter table journal_entry enable trigger user, force row level security")
