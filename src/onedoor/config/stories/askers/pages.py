"""The web, and an officer at a counter who looks it up for her."""

from onedoor.config.stories.askers.asking import Question
from onedoor.config.stories.look_and_sign import officer_sign_in
from onedoor.config.stories.visitor import Visitor


class OnTheWeb:
    """The public pages, without signing in."""

    door, protocol = "web", "HTTP"

    def __init__(self, base: str, language: str) -> None:
        self.visitor = Visitor(base, language="zh-CN" if language == "zh-hans" else language)

    def ask_status(self, number: str, language: str) -> str:
        page = self.visitor.open("/track/")
        form = next(form for form in page.forms if "number" in form.names)
        return self.visitor.press(form.buttons[0].text, number=number).text

    def ask_answer(self, question: Question, language: str) -> str:
        page = self.visitor.open("/help/")
        form = next(form for form in page.forms if "asked" in form.names)
        self.visitor.press(form.buttons[0].text, asked=question.words)
        return self.visitor.open(question.title).text


class AtTheCounter:
    """An officer with the case before her, and the answer to read from."""

    door, protocol = "counter", "HTTP (desk)"

    def __init__(self, base: str, language: str, email: str = "kai@rev.harbour.example") -> None:
        self.officer = Visitor(base, language="en")
        officer_sign_in(self.officer, email)
        if language != "en":
            self.officer = _speak(self.officer, language)

    def ask_status(self, number: str, language: str) -> str:
        return self.officer.open(f"/desk/cases/{number}/").text

    def ask_answer(self, question: Question, language: str) -> str:
        return self.officer.open(f"/desk/answers/read/{question.code}/").text


def _speak(visitor: Visitor, language: str) -> Visitor:
    """Her desk in another language, by the button that every page has."""
    page = visitor.open("/desk/")
    form = next(form for form in page.forms if "language" in form.action)
    visitor.press(form.buttons[0].text)
    return visitor
