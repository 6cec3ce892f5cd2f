"""A turn of the dialogue cut to what a telephone shows: screens of USSD, parts of a message."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.dialogue.types import MORE, Turn

SCREEN, SCREEN_UCS2 = 182, 80
"""Characters of one USSD screen (160 octets): in the telephone's own alphabet, and in any other."""
MESSAGE, MESSAGE_UCS2 = 160, 70
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = frozenset("^{}\\[~]|€")
PLAIN = str.maketrans(
    {"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "…": "...", "\u00a0": " "}
)


def is_gsm(text: str) -> bool:
    """Whether the telephone's own alphabet has every sign; one other makes the whole text twice as long."""
    return all(sign in GSM or sign in GSM_DOUBLE for sign in text)


def measure_gsm(text: str) -> int:
    """Signs as the alphabet counts them: some take two."""
    return len(text) + sum(sign in GSM_DOUBLE for sign in text)


def write_lines(turn: Turn) -> list[str]:
    """The turn in lines: its sentences, then a line for each choice."""
    lines = [*turn.says, *(f"{option.key} {option.text}" for option in turn.options)]
    return [_plain(line) for line in lines]


def _plain(line: str) -> str:
    simple = line.translate(PLAIN)
    return simple if is_gsm(simple) else line


def write_message(turn: Turn) -> str:
    """The turn as one text message, of as many parts as it needs."""
    return "\n".join(write_lines(turn))


def cut_screens(turn: Turn) -> list[str]:
    """The turn as screens; each but the last says that 9 shows more. No line is broken that fits one."""
    with override(turn.language):
        return fill_screens(write_lines(turn), more=f"{MORE} {_('More')}")


def fill_screens(lines: list[str], *, more: str) -> list[str]:
    """As few screens as hold these lines, none longer than a telephone shows."""
    most = SCREEN if is_gsm("".join(lines) + more) else SCREEN_UCS2
    whole = "\n".join(lines)
    if measure_gsm(whole) <= most:
        return [whole]
    room = most - len(more) - 1
    screens, current = [], ""
    for piece in (piece for line in lines for piece in break_line(line, room)):
        longer = f"{current}\n{piece}" if current else piece
        if measure_gsm(longer) > room:
            screens.append(current)
            longer = piece
        current = longer
    return [*(f"{screen}\n{more}" for screen in screens), current]


def break_line(line: str, room: int) -> Iterator[str]:
    """The line in pieces that fit, between words where it has any."""
    while measure_gsm(line) > room:
        cut = room
        while measure_gsm(line[:cut]) > room:
            cut -= 1
        space = line.rfind(" ", 1, cut + 1)
        cut = space if space > room // 2 else cut
        yield line[:cut].rstrip()
        line = line[cut:].lstrip()
    if line:
        yield line
