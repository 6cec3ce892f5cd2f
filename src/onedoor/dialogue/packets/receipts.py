"""Her receipt, by the channel that she named."""

import re
from datetime import datetime
from uuid import UUID

from onedoor.contact import actions as contact
from onedoor.dialogue.models import PacketEntry
from onedoor.dialogue.packets.shapes import Content, Reach
from onedoor.dialogue.packets.types import EntryState
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.text import LANGUAGES, Text

TITLE: Text = {"en": "What you wrote down in the village has arrived", "zh-hans": "您在村里填写的材料已送达"}
BODY: dict[EntryState, Text] = {
    EntryState.FILED: {
        "en": "{title}: we have it. Its number is {number}; ask at any door how far it is.",
        "zh-hans": "{title}：已收到。编号为 {number}，可通过任一渠道查询进展。",
    },
    EntryState.DRAFT: {
        "en": "{title}: it is in your form {number}. It still needs: {missing}.",
        "zh-hans": "{title}：已填入您的表格 {number}。尚需：{missing}。",
    },
    EntryState.HELD: {
        "en": "{title}: we keep it for 60 days. Sign in or go to a counter with the code on your slip.",
        "zh-hans": "{title}：我们为您保留 60 天。请凭回执单上的代码登录或前往窗口办理。",
    },
}
_ADDRESS = {"email": r"[^@\s]+@[^@\s]+\.[^@\s]+", "phone": r"\+?[\d ()-]{6,24}"}


def send(
    row: PacketEntry, content: Content, customer: UUID, subject: UUID, title: Text, *, by: Actor, at: datetime
) -> None:
    """To the address that she gave; a customer who gave none is told the way that she chose before."""
    body: Text = {code: _say(row, title[code], code) for code in LANGUAGES}
    if _is_address(content.reach):
        contact.write_outside(
            kind=content.reach.kind, address=content.reach.address.strip(), title=TITLE, body=body,
            subject=row.id, customer=customer, by=by, at=at,
        )  # fmt: skip
    elif row.state == EntryState.DRAFT:
        contact.send_message(
            customer=customer, title=TITLE, body=body, application=subject, by=SYSTEM, at=at,
            idempotency_key=f"packet-{row.id}",
        )  # fmt: skip


def _say(row: PacketEntry, title: str, language: str) -> str:
    missing = (", " if language == "en" else "、").join(one[language] for one in row.missing)
    return BODY[EntryState(row.state)][language].format(title=title, number=row.number, missing=missing)


def _is_address(reach: Reach) -> bool:
    pattern = _ADDRESS.get(reach.kind, "")
    return bool(pattern) and re.fullmatch(pattern, reach.address.strip()) is not None
