"""The doors that are written to: e-mail, and paper through the scanner of the letter room."""

import secrets
import time
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from pathlib import Path
from uuid import UUID

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from onedoor.config.network import mail
from onedoor.config.stories.askers.asking import Question, Silent
from onedoor.contact import queries as messages
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.ids import new_number
from onedoor.kernel.text import pick

PATIENCE = 45.0
SHEET, MARGIN, SIZE, LEADING = (1654, 2339), 160, 34, 60  # A4 at 200 dots to the inch
FONTS = ("NotoSansCJK-Regular.ttc", "DejaVuSans.ttf")
STATUS_WORDS = {"en": "What is the status of my request {}", "zh-hans": "请问 {} 的办理进度"}


class ByMail:
    """Written over SMTP, and the answer read over IMAP."""

    door, protocol = "mail", "SMTP and IMAP"

    def __init__(self) -> None:
        smtp, _colon, imap = settings.MAIL_TRY.partition(":")
        if not imap:
            raise Silent("mail: the city's mail provider does not run")
        self._smtp, self._imap = int(smtp), int(imap)
        self.address = f"ask{secrets.token_hex(4)}@mail.example"

    def ask_status(self, number: str, language: str) -> str:
        return self.write(STATUS_WORDS[language].format(number), subject=number)

    def ask_answer(self, question: Question, language: str) -> str:
        return self.write(f"{question.words}?", subject="?")

    def write(self, text: str, *, subject: str = "", answers: tuple[str, str] | None = None) -> str:
        """Send it and wait for the answer."""
        before = len(mail.read_box(self._imap, self.address))
        message = EmailMessage()
        to = answers[0] if answers else parseaddr(settings.MAIL_ADDRESS)[1]
        message["From"], message["To"], message["Subject"] = self.address, to, subject or "Re:"
        message["Message-ID"] = make_msgid(domain="mail.example")
        if answers:
            message["In-Reply-To"] = answers[1]
        message.set_content(text)
        mail.send(self._smtp, message, sender=self.address, to=to)
        found = mail.wait_for(self._imap, self.address, more_than=before, seconds=PATIENCE)
        if len(found) <= before:
            raise Silent("mail: no answer came back")
        return str(found[-1].get_content())


class ByPost:
    """A typed sheet through the scanner; the answer is the letter that the house writes to her."""

    door, protocol = "post", "scan, OCR, print"

    def __init__(self, customer: UUID) -> None:
        if not settings.POST_IN:
            raise Silent("post: no scanner is connected")
        self._customer, self._number = customer, ""

    def ask_status(self, number: str, language: str) -> str:
        self._number = number
        return self._post([STATUS_WORDS[language].format(number)], number, language)

    def ask_answer(self, question: Question, language: str) -> str:
        return self._post([f"{question.words}?"], self._number, language)

    def _post(self, lines: list[str], number: str, language: str) -> str:
        before = {one.id for one in messages.list_messages(self._customer, by=SYSTEM)}
        folder = Path(settings.POST_IN) / "scanner"
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{new_number('SC')}.png"
        write_sheet([number, "", *lines]).save(folder / f".{name}", "PNG", dpi=(200, 200))
        (folder / f".{name}").rename(folder / name)
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            for one in messages.list_messages(self._customer, by=SYSTEM):
                if one.id not in before and one.direction == "out":
                    return f"{pick(one.title, language)}\n{pick(one.body, language)}"
            time.sleep(0.3)
        raise Silent("post: no letter was written in answer")


def write_sheet(lines: list[str]) -> Image.Image:
    """A sheet of paper with these lines typed on it."""
    sheet = Image.new("L", SHEET, 255)
    pen, font = ImageDraw.Draw(sheet), _find_font()
    for place, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + LEADING * place), line, fill=0, font=font)
    return sheet


def _find_font() -> ImageFont.FreeTypeFont:
    for name in FONTS:
        found = sorted(Path("/usr/share/fonts").rglob(name))
        if found:
            return ImageFont.truetype(str(found[0]), SIZE)
    raise Silent("post: no font to type with (Debian: fonts-noto-cjk)")
