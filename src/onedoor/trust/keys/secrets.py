"""Secrets of keys that systems carry: told once, kept as a hash, found again by their beginning."""

import hashlib
import hmac
import secrets

KIND = "odk"


def new_secret() -> tuple[str, str, bytes]:
    """A prefix that is safe to show, the secret that holds it, and the hash to keep.

    The secret has 256 random bits: one round of SHA-256 keeps it as well as a slow hash would.
    """
    prefix = secrets.token_hex(4)
    secret = f"{KIND}_{prefix}_{secrets.token_urlsafe(32)}"
    return prefix, secret, hash_of(secret)


def hash_of(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.strip().encode()).digest()


def find_prefix(secret: str) -> str:
    """The beginning by which its row is found; empty for any other text."""
    kind, _, rest = secret.strip().partition("_")
    prefix, _, random = rest.partition("_")
    return prefix if kind == KIND and random and prefix.isalnum() else ""


def opens(secret: str, kept: bytes | memoryview) -> bool:
    """Whether it is the secret of that hash, in the same time for every wrong one."""
    return hmac.compare_digest(bytes(kept), hash_of(secret))
