"""The web, and an officer at a counter who looks it up for her."""

import re
from functools import cache

from onedoor.config.demo import cast
from onedoor.config.stories.askers.asking import Applicant, Question, Silent, label
from onedoor.config.stories.look_and_sign import officer_sign_in, sign_in
from onedoor.config.stories.visitor import Visitor

BROWSERS = {"en": "en", "zh-hans": "zh-CN"}


class OnTheWeb:
    """The public pages, without signing in."""

    door, protocol = "web", "HTTP"

    def __init__(self, base: str, language: str) -> None:
        self._base = base
        self.visitor = Visitor(base, language=BROWSERS[language])

    def ask_status(self, number: str, language: str) -> str:
        page = self.visitor.open("/track/")
        form = next(form for form in page.forms if "number" in form.names)
        return self.visitor.press(form.buttons[0].text, number=number).text

    def ask_answer(self, question: Question, language: str) -> str:
        page = self.visitor.open("/help/")
        form = next(form for form in page.forms if "asked" in form.names)
        self.visitor.press(form.buttons[0].text, asked=question.words)
        return self.visitor.open(question.title).text

    def apply(self, who: Applicant, language: str) -> str:
        her = Visitor(self._base, language=BROWSERS[language])
        sign_in_to(her, who.email, language)
        return begin_on_the_web(her, who)

    def rate(self, number: str, stars: int, language: str) -> str:
        self.visitor.open("/rate/")
        return self.visitor.press(label("Send it", language), number=number, stars=str(stars)).text


def sign_in_to(her: Visitor, email: str, language: str) -> None:
    """As ``sign_in``, on a page in her language."""
    her.open("/sign-in/")
    her.press(label("Sign in", language), email=email, password=cast.PASSWORD)


def begin_on_the_web(her: Visitor, who: Applicant) -> str:
    """From the page of the service to the first page of its questions; the button is the page's own."""
    page = her.open(f"/services/{who.service}/")
    start = next((form for form in page.forms if form.action.endswith("/start/")), None)
    if start is None:
        raise Silent(f"web: nothing to begin with: {page.text[:300]}")
    her.press(start.buttons[0].text)
    return read_first_page(her)


def read_first_page(visitor: Visitor) -> str:
    """The form, and its first page of questions: its reference and what is asked."""
    whole = [visitor.page.address, visitor.page.text]
    if "/questions/" not in visitor.page.address:
        first = next((href for _text, href in visitor.page.links if "/questions/" in href), "")
        if not first:
            raise Silent(f"{visitor.page.address}: no page of questions: {visitor.page.text[:300]}")
        whole += [visitor.open(first).address, visitor.page.text]
    return "\n".join(whole)


class AtTheCounter:
    """An officer with the case before her, and the answer to read from."""

    door, protocol = "counter", "HTTP (desk)"

    def __init__(self, base: str, language: str, email: str = "kai@rev.harbour.example") -> None:
        self._base = base
        self.officer = officer_at(base, email)
        speak(self.officer, language)

    def ask_status(self, number: str, language: str) -> str:
        return self.officer.open(f"/desk/cases/{number}/").text

    def ask_answer(self, question: Question, language: str) -> str:
        return self.officer.open(f"/desk/answers/read/{question.code}/").text

    def apply(self, who: Applicant, language: str) -> str:
        """She gives the officer a code of her own telephone; then they fill it in together."""
        her = Visitor(self._base)
        sign_in(her, who.email)
        her.open("/at-the-counter/")
        code = re.search(r"\b(\d{3}) ?(\d{3})\b", her.press("Show a one-time code").text)
        if code is None:
            raise Silent(f"counter: no code: {her.page.text[:300]}")
        form = self.officer.open(f"/desk/customers/{who.customer}/assist/").forms
        begins = next(one for one in form if "code" in one.names)
        self.officer.press(begins.buttons[0].text, code="".join(code.groups()))
        self.officer.press(who.title)
        return read_first_page(self.officer)

    def rate(self, number: str, stars: int, language: str) -> str:
        """On the officer's screen, turned to her, while she sits there."""
        self.officer.open("/desk/assist/rate/")
        return self.officer.press(label("Send it", language), number=number, stars=str(stars)).text


@cache
def officer_at(base: str, email: str) -> Visitor:
    """An officer who has signed in: once a story, since each of her codes opens once."""
    officer = Visitor(base, language="en")
    officer_sign_in(officer, email)
    return officer


def speak(officer: Visitor, language: str) -> None:
    """Her desk in that language, by the button that every page has for the other one."""
    page = officer.open("/desk/")
    form = next(form for form in page.forms if "language" in form.action)
    if form.buttons[0].value == language:
        officer.press(form.buttons[0].text)
