"""The doors that speak in turns: telephone, text message, USSD, kiosk, television, the light page."""

import re
import secrets
from abc import ABC, abstractmethod
from typing import ClassVar

import httpx
from django.conf import settings

from onedoor.config.stories.askers.asking import Applicant, Question, Silent, label
from onedoor.config.stories.visitor import Visitor
from onedoor.dialogue.types import MORE
from onedoor.doors.desk.carrier import SimulatedCall

ON_KEYS = str.maketrans("ABCDEFGHJKMNPQRSTVWXYZ", "2223334455667777889999")
LINE = re.compile(r"^([0-9#*])\s+(.+)$", re.M)
PRESS = re.compile(r"^(.+?)(?:: press (\d)\.|，请按 ?(\d) ?。)$")
NAMES = {"en": "English", "zh-hans": "中文"}
MOST_TURNS = 12
NOTHING_MORE = "-"


class InTurns(ABC):
    """A conversation: what was said last, and the keys to what can be chosen."""

    door: str
    protocol: str
    by_words: ClassVar[bool] = True
    said: str = ""
    keys: dict[str, str]

    @abstractmethod
    def begin(self) -> None:
        """A new conversation, as far as its first turn."""

    @abstractmethod
    def send(self, text: str) -> None:
        """A key or words; then what is said next is in ``said``."""

    def write_number(self, number: str) -> str:
        """A reference as this door takes it."""
        return number

    def choose(self, words: str) -> None:
        """The choice that begins with these words, on whichever page of the menu it stands."""
        for _turn in range(MOST_TURNS):
            key = next((key for text, key in self.keys.items() if text.startswith(words)), None)
            if key is not None:
                self.send(key)
                return
            if MORE not in self.keys.values():
                break
            self.send(MORE)
        raise Silent(f"{self.door}: nobody offers “{words}”, only {list(self.keys)}: {self.said[:200]}")

    def ask_status(self, number: str, language: str) -> str:
        self._open(language, "How far is my request")
        self.choose(label("By its reference", language))
        self.send(self.write_number(number))
        return self.read_all()

    def ask_answer(self, question: Question, language: str) -> str:
        self._open(language, "A question")
        if self.by_words:
            self.send(question.words)
        else:
            self.choose(question.shelf)
            self.choose(question.title)
        if any(text.startswith(question.title) for text in self.keys):
            self.choose(question.title)
        return self.read_all()

    def apply(self, who: Applicant, language: str) -> str:
        self._open(language, "Apply for something")
        self.send(self.write_identifier(who.identifier))
        self.send(who.pin)
        begun = label("Go on: %(title)s", language) % {"title": who.title}
        self.choose(begun if who.number else who.title)
        heard = [self.read_all()]
        if self.offers(right := label("It is right", language)):
            self.choose(right)
            heard.append(self.read_all())
        return "\n".join(heard)

    def rate(self, number: str, stars: int, language: str) -> str:
        self._open(language, "Rate how it went")
        self.send(self.write_number(number))
        self.send(str(stars))
        if self.by_words:
            self.send(NOTHING_MORE)
        return self.read_all()

    def write_identifier(self, identifier: str) -> str:
        """A customer number as this door takes it."""
        return identifier

    def offers(self, words: str) -> bool:
        """Whether a choice that begins with these words is offered, now or further on in the menu."""
        return any(text.startswith(words) for text in self.keys) or MORE in self.keys.values()

    def read_all(self) -> str:
        """What is said, to its end."""
        return self.said

    def _open(self, language: str, task: str) -> None:
        self.begin()
        self.choose(NAMES[language])
        self.choose(label(task, language))


class ByPhone(InTurns):
    """A carrier's signed webhooks; what is said is what the document says."""

    door, protocol, by_words = "phone", "TwiML webhooks", False

    def begin(self) -> None:
        self._call = SimulatedCall.dial(f"+6581{secrets.randbelow(10**6):06}")
        self._listen()

    def send(self, text: str) -> None:
        self._call.press(text if len(text) == 1 or self._call.most else f"{text}#")
        if self._call.typed:
            self._call.wait()
        self._listen()

    def hang_up(self) -> None:
        """She puts the line down."""
        self._call.hang_up()

    def write_number(self, number: str) -> str:
        return number.partition("-")[2].replace("-", "").translate(ON_KEYS)

    def write_identifier(self, identifier: str) -> str:
        return identifier[2:]

    def _listen(self) -> None:
        lines = [text for text, _voice in self._call.lines]
        self.said, self.keys = " ".join(lines), {}
        for line in lines:
            if found := PRESS.match(line.strip()):
                self.keys[found[1]] = found[2] or found[3]


class ByText(InTurns):
    """Messages through the city's message centre, by SMPP."""

    door, protocol = "text", "SMPP"
    kind = "sms"

    def begin(self) -> None:
        self.number = f"+6582{secrets.randbelow(10**6):06}"
        self._shown = 0
        self.send("Hello")

    def send(self, text: str) -> None:
        self._do(text=text)

    def _do(self, **what: object) -> None:
        body = {"number": self.number, "kind": self.kind} | what
        answer = httpx.post(settings.TEXT_TRY, json=body, timeout=20).json()
        if not answer.get("taken"):
            raise Silent(f"{self.door}: the message centre took nothing")
        self.read(answer)

    def read(self, answer: dict[str, object]) -> None:
        """What the telephone shows now."""
        messages = answer["messages"]
        assert isinstance(messages, list)
        self.hear(str(messages[-1]) if messages else "")

    def hear(self, text: str) -> None:
        """The words, and the lines that are choices."""
        self.said = text
        self.keys = {words: key for key, words in LINE.findall(text)}


class ByUssd(ByText):
    """Screens of a dialled menu, by SMPP."""

    door, protocol, kind = "ussd", "SMPP (USSD)", "ussd"

    def begin(self) -> None:
        self.number = f"+6583{secrets.randbelow(10**6):06}"
        self._do(text="*1800#", dial=True)

    def read(self, answer: dict[str, object]) -> None:
        self.hear(str(answer["screen"]))

    def read_all(self) -> str:
        """Screen after screen."""
        whole = [self.said]
        for _screen in range(MOST_TURNS):
            if MORE not in self.keys.values():
                break
            self.send(MORE)
            if self.said in whole:
                break
            whole.append(self.said)
        return "\n".join(whole)


class OnAScreen(InTurns):
    """Pages without JavaScript, as a kiosk, a television or the slowest telephone shows them."""

    protocol = "HTTP"

    def __init__(self, base: str, screen: str, language: str) -> None:
        self.door = screen
        self._visitor = Visitor(base, language="zh-CN" if language == "zh-hans" else language)
        self._screen = screen

    def begin(self) -> None:
        self._visitor.open(f"/screen/{self._screen}/end/")
        self._look()

    def send(self, text: str) -> None:
        if self._visitor.asks("text"):
            button = next(one for form in self._visitor.page.forms for one in form.buttons if not one.name)
            self._visitor.press(button.text, text=text)
        else:
            self._visitor.press(next(words for words, key in self.keys.items() if key == text))
        self._look()

    def _open(self, language: str, task: str) -> None:
        self.begin()
        if NAMES[language] in self.keys:  # the light page speaks what its reader's browser asks for
            self.choose(NAMES[language])
        self.choose(label(task, language))

    def _look(self) -> None:
        self.said = self._visitor.page.text
        buttons = [one for form in self._visitor.page.forms for one in form.buttons if one.name == "key"]
        self.keys = {one.text: one.value for one in buttons}
