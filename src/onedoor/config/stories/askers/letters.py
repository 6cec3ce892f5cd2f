"""The doors that are written to: e-mail, and paper through the scanner of the letter room."""

import re
import secrets
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pypdfium2  # type: ignore[import-untyped]
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from onedoor.config.network import mail
from onedoor.config.stories.askers.asking import Applicant, Question, Silent, label
from onedoor.config.stories.askers.pages import (
    BROWSERS,
    begin_on_the_web,
    officer_at,
    sign_in_to,
    speak,
)
from onedoor.config.stories.visitor import Visitor
from onedoor.contact import queries as messages
from onedoor.contact.types import MessageView
from onedoor.doors.post import actions as post
from onedoor.doors.post import queries as papers
from onedoor.doors.post.house import POST
from onedoor.doors.post.types import LetterState, LetterView
from onedoor.feedback import queries as feedback
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.ids import new_number
from onedoor.kernel.text import pick
from onedoor.trust.types import CONTACT_CENTRE

PATIENCE = 45.0
DOTS = 200  # to the inch
SHEET, MARGIN, SIZE, LEADING = (1654, 2339), 160, 34, 60  # A4
FONTS = ("NotoSansCJK-Regular.ttc", "DejaVuSans.ttf")
LINE = re.compile(r"^\s*([0-9])[.)]?\s+(.+?)\s*$", re.M)
RATING_WORDS = {"en": "Rating: {}", "zh-hans": "评分：{}"}
STATUS_WORDS = {"en": "What is the status of my request {}", "zh-hans": "请问 {} 的办理进度"}

Found = TypeVar("Found")


class ByMail:
    """Written over SMTP, and the answer read over IMAP."""

    door, protocol = "mail", "SMTP and IMAP"

    def __init__(self, base: str) -> None:
        smtp, _colon, imap = settings.MAIL_TRY.partition(":")
        if not imap:
            raise Silent("mail: the city's mail provider does not run")
        self._base, self._smtp, self._imap = base, int(smtp), int(imap)
        self.address = f"ask{secrets.token_hex(4)}@mail.example"

    def ask_status(self, number: str, language: str) -> str:
        return self.write(STATUS_WORDS[language].format(number), subject=number)

    def ask_answer(self, question: Question, language: str) -> str:
        return self.write(f"{question.words}?", subject="?")

    def apply(self, who: Applicant, language: str) -> str:
        """By the choices of an answer; an address is nobody's identity, so the link leads to signing in."""
        before = self.write(STATUS_WORDS[language].format(who.number or new_number("HC")), subject="?")
        task = label("Apply for something", language)
        key = next((key for key, words in LINE.findall(before) if words == task), "")
        if not key:
            raise Silent(f"mail: nobody offers “{task}”: {before[:300]}")
        link = re.search(r"https?://[^\s/]+(/[a-z-]+/)(?=\s|$)", self.write(key, answers=self._heard))
        if link is None:
            raise Silent("mail: no link to where she signs in")
        her = Visitor(self._base, language=BROWSERS[language])
        sign_in_to(her, who.email, language)
        page = her.open(link[1])
        if not any(text == who.title for text, _href in page.links):
            raise Silent(f"mail: the link leads to no “{who.title}”: {page.text[:300]}")
        return begin_on_the_web(her, who)

    def rate(self, number: str, stars: int, language: str) -> str:
        return self.write(str(stars), subject=number)

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
        last = found[-1]
        self._heard = parseaddr(str(last["Reply-To"] or last["From"]))[1], str(last["Message-ID"])
        return str(last.get_content())


class ByPost:
    """A typed sheet through the scanner; the answer is the letter that the house writes to her."""

    door, protocol = "post", "scan, OCR, print"

    def __init__(self, base: str, customer: UUID) -> None:
        if not settings.POST_IN:
            raise Silent("post: no scanner is connected")
        self._base, self._customer, self._number = base, customer, ""

    def ask_status(self, number: str, language: str) -> str:
        self._number = number
        return self._post([STATUS_WORDS[language].format(number)], number, language)

    def ask_answer(self, question: Question, language: str) -> str:
        return self._post([f"{question.words}?"], self._number, language)

    def apply(self, who: Applicant, language: str) -> str:
        """The form is printed, comes back by the scanner, and an officer of its agency puts it into the
        draft."""
        printed = post.print_form(
            service=who.service, number=who.number, customer=None if who.number else who.customer,
            language=language, by=POST, at=clock.now(),
        )  # fmt: skip
        _scan(render(papers.get_pdf(printed.number, by=POST)))
        letter = _wait(lambda: next(iter(_list_forms(who.customer)), None), "the form was not read")
        officer = officer_at(self._base, f"lead@{letter.agency.lower()}.harbour.example")
        speak(officer, language)
        check = officer.open(f"/desk/post/letters/{letter.id}/check/")
        form = next(form for form in check.forms if any(name.startswith("value-") for name in form.names))
        unread = {name: "yes" for name in form.names if name.startswith("reject-")}
        said = f"{letter.reference}\n{check.text}"
        officer.press(form.buttons[0].text, signature="yes", **unread)
        return said

    def rate(self, number: str, stars: int, language: str) -> str:
        """A line that says it; nothing is written back to who rates."""
        known = _list_unknown()
        _scan([write_sheet([number, "", RATING_WORDS[language].format(stars)])])
        rated = _wait(
            lambda: feedback.find_rating(number, by=SYSTEM),
            "the rating was not read",
            meanwhile=lambda: self._say_whose(known, number),
        )
        return f"{rated.number}: {rated.stars}"

    def _post(self, lines: list[str], number: str, language: str) -> str:
        before = {one.id for one in messages.list_messages(self._customer, by=SYSTEM)}
        known = _list_unknown()
        _scan([write_sheet([number, "", *lines])])
        letter = _wait(
            lambda: self._find_answer(before),
            "no letter was written in answer",
            meanwhile=lambda: self._say_whose(known, number),
        )
        return f"{pick(letter.title, language)}\n{pick(letter.body, language)}"

    def _say_whose(self, known: set[UUID], number: str) -> None:
        """A number that the reader cannot make out for certain is no machine's to guess: an officer of the
        contact centre's letter room reads the sheet and types it."""
        for letter in _list_unknown() - known:
            known.add(letter)
            officer = officer_at(self._base, f"lead@{CONTACT_CENTRE.lower()}.harbour.example")
            page = officer.open(f"/desk/post/letters/{letter}/")
            form = next(form for form in page.forms if "reference" in form.names)
            officer.press(form.buttons[0].text, reference=number)

    def _find_answer(self, before: set[UUID]) -> MessageView | None:
        told = messages.list_messages(self._customer, by=SYSTEM)
        return next((one for one in told if one.id not in before and one.direction == "out"), None)


def _list_forms(customer: UUID) -> list[LetterView]:
    """Forms of hers that wait to be checked."""
    held = papers.list_letters_of(customer, by=POST)
    return [one for one in held if one.state == LetterState.WAITING and one.why == "verify"]


def _list_unknown() -> set[UUID]:
    """Letters of which nobody knows yet whose they are."""
    return {one.id for one in papers.list_waiting_letters(by=POST) if one.customer is None}


def _scan(pages: list[Image.Image]) -> None:
    """Lay sheets on the scanner; a file counts once it has its name."""
    folder = Path(settings.POST_IN) / "scanner"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{new_number('SC')}.tiff"
    first, *others = pages
    first.save(folder / f".{name}", "TIFF", dpi=(DOTS, DOTS), save_all=True, append_images=others)
    (folder / f".{name}").rename(folder / name)


def _wait(
    look: Callable[[], Found | None], otherwise: str, *, meanwhile: Callable[[], None] = lambda: None
) -> Found:
    """What ``look`` finds as soon as the house has done its part; ``meanwhile`` an officer does hers."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if (found := look()) is not None:
            return found
        meanwhile()
        time.sleep(0.3)
    raise Silent(f"post: {otherwise}")


def render(pdf: bytes) -> list[Image.Image]:
    """The printed pages as a scanner sees them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DOTS / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


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
