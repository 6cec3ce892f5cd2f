"""What a caller knocks with, and addresses filled in."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.test import Client

from onedoor.config.permissions import Address
from tests.services.conftest import MEI_ID

BODIES = {
    "find": {"identifier": MEI_ID},
    "contacts": {"door": "phone", "topics": [{"subject": "A pass"}], "result": "answered"},
    "decision": {"outcome": "refused", "reason": "As it was asked."},
    "applications": {"service": "income-tax"},
    "<page>": {"answers": {}, "revision": 1},
    "sign": {"revision": 1, "fingerprint": "x"},
    "withdraw": {"reason": "Not now."},
    "answer": {"answer": "confirmed"},
}  # what each operation takes, by the end of its address
FILLING = {
    "uuid": str(uuid4()),
    "uuidstr": str(uuid4()),
    "int": "0",
    "slug": "income-tax",
    "path": "more",
    "str": "HC-7K3M-Q9TD-4",
}


@dataclass
class Hand:
    """What a caller knocks with: a browser, and the head of her calls to interfaces."""

    browser: Client
    head: dict[str, str] = field(default_factory=dict)

    def knock(self, address: Address, method: str, **parts: str) -> Any:
        where = fill(address.path, **parts)
        if not address.interface:
            return self.browser.generic(method, where)
        body = json.dumps(BODIES.get(address.path.rpartition("/")[2], {}))
        head = self.head | {"Onedoor-Purpose": "answer-customer"}
        return self.browser.generic(method, where, body, content_type="application/json", headers=head)


def fill(where: str, **parts: str) -> str:
    """The address with what its parts name; by itself, things that nobody has."""
    where = re.sub(r"\^|\$|\\|\(\?:v2/\)\?", "", where).replace("(?P<format>json|xml)", "json")
    where = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", where)
    return re.sub(
        r"<(?:(\w+):)?(\w+)>",
        lambda found: parts.get(found[2]) or FILLING.get(found[1] or "str", ""),
        where,
    )


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}
