"""The key in the message at the end of a report: who holds it reported, and may rate."""

from django.utils.crypto import constant_time_compare, salted_hmac


def rating_key(number: str) -> str:
    """128 bits that only the house can make for this number."""
    return salted_hmac("services.reports.rating", number, algorithm="sha256").hexdigest()[:32]


def opens(key: str, number: str) -> bool:
    """Whether ``key`` was made for ``number``."""
    return constant_time_compare(key, rating_key(number))
