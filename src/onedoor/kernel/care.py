"""What each model field holds of a person, declared beside it and checked by a contract test.

class Care:
    keep = "P7Y after the case closes"
    personal = ("name_en", "birth_date")     # says who somebody is, or something about her
    sensitive = ("identifier_sealed",)       # medical, tax, credentials: sealed or stricter
    plain = ("id", "created_at")             # nothing about a person
"""

from typing import Any


def undeclared(model: Any) -> list[str]:
    """Names of the model's fields that its ``Care`` misses, doubles or invents."""
    declared: list[str] = []
    care = getattr(model, "Care", None)
    for kind in ("personal", "sensitive", "plain"):
        declared += getattr(care, kind, ())
    fields = [field.name for field in model._meta.concrete_fields]
    doubled = sorted({name for name in declared if declared.count(name) > 1})
    missing = sorted(set(fields) - set(declared))
    invented = sorted(set(declared) - set(fields))
    keep = [] if getattr(care, "keep", "") else ["keep"]
    return missing + invented + doubled + keep
