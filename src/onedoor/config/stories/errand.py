"""One application from 'Start now' to what comes of it, as a person does it: page after page."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from onedoor.cases import queries as cases
from onedoor.config.stories.look_and_sign import NUMBER, officer_sign_in, one_time_code, sign_in
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import PageBroken, Visitor
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.text import pick
from onedoor.services import queries as services

Answers = Mapping[str, Any]
Files = Mapping[str, tuple[str, bytes]]
PATIENCE = 60.0


@dataclass(slots=True)
class Errand:
    """What one visitor wants of one service. ``asked`` counts the boxes that she filled in."""

    story: Telling
    visitor: Visitor
    service: str
    number: str = ""
    asked: int = 0
    began: float = field(default_factory=time.monotonic)

    def begin(self) -> None:
        """From the service's own page."""
        self.visitor.open(f"/services/{self.service}/")
        found = NUMBER.search(self.visitor.press("Start now").address)
        assert found is not None, self.visitor.page.text[:300]
        self.number = found.group()

    def answer(
        self, answers: Answers, *, rows: Mapping[str, int] | None = None, files: Files | None = None
    ) -> None:
        """Fill in page after page as the product leads on. ``rows`` says how many entries a list gets.
        Everything given must have been asked for: a story tells what really happens."""
        used: set[str] = set()
        self._open_first_page()
        while "/questions/" in self.visitor.page.address:
            for name, wanted in (rows or {}).items():
                self._make_room(name, wanted, answers)
            filled = self._fitting(answers)
            sent = {name: file for name, file in (files or {}).items() if name in self._names()}
            for name, file in sent.items():
                self.visitor.attach(name, *file)
            used |= {_stem(name) for name in filled} | set(sent)
            self.asked += len(filled) + len(sent)
            self.visitor.press("Save and continue", **filled)
        if never := {*answers, *(files or {})} - used:
            raise AssertionError(f"nobody asked for {', '.join(sorted(never))}")

    def sign(self) -> None:
        """Look at it all, and sign with the code of the phone."""
        self.visitor.open(f"/applications/{self.number}/")
        self.visitor.press("Agree and sign")
        if self.visitor.asks("code"):
            self.visitor.press("Agree and sign", code=one_time_code())

    def view(self) -> Any:
        """The application as the house knows it."""
        return services.get_application(self.number, by=SYSTEM)

    def tasks(self) -> Sequence[Any]:
        """What agencies do for it, and how far they are."""
        return services.list_tasks_of(self.view().id, by=SYSTEM)

    def case_of(self, step: str) -> str:
        """The number of the case that an officer works on for this step."""
        task = next(task for task in self.tasks() if task.step == step)
        assert task.case is not None, f"no officer has {step}"
        return cases.get_case(task.case, by=SYSTEM).number

    def wait(self, until: Callable[[], bool]) -> bool:
        """Give the worker time to do its part; whether it did."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if until():
                return True
            time.sleep(0.3)
        return False

    def say_figures(self) -> None:
        """Fields asked, values held, time taken, agencies: the figures by which a service is judged."""
        burden, view = services.burden_of(self.number, by=SYSTEM), self.view()
        agencies = sorted({*view.agencies, *(task.agency for task in self.tasks())})
        self.story.figure("questions asked", f"{burden.answered} answered of {burden.asked} shown")
        self.story.figure("values held, and not asked", burden.held)
        self.story.figure("time taken", f"{time.monotonic() - self.began:.1f} s")
        self.story.figure("agencies and partners", f"{len(agencies)}: {', '.join(agencies)}")

    def say_tasks(self) -> None:
        """Who did what."""
        for task in self.tasks():
            self.story.figure(f"  {task.agency:>4}  {pick(task.does)}", task.state)

    def _open_first_page(self) -> None:
        """Where 'Start now' led, or by the link of the first page on the application's own."""
        if "/questions/" not in self.visitor.page.address:
            pages = self.visitor.open(f"/applications/{self.number}/").links
            self.visitor.open(next(href for _text, href in pages if "/questions/" in href))

    def _names(self) -> set[str]:
        return next(form for form in self.visitor.page.forms if "revision" in form.names).names

    def _make_room(self, name: str, wanted: int, answers: Answers) -> None:
        """Press 'Add another' until the list has so many entries."""
        for _ in range(wanted):
            rows = {found.group(1) for one in self._names() if (found := re.match(rf"{name}-(\d+)-", one))}
            if not rows or len(rows) >= wanted:
                return
            self.visitor.press("Add another", **self._fitting(answers))

    def _fitting(self, answers: Answers) -> dict[str, str]:
        """The answers for the boxes of this page; a day goes into its three boxes."""
        filled: dict[str, str] = {}
        for name in self._names():
            value = answers.get(_stem(name))
            if isinstance(value, date):
                filled[name] = str(getattr(value, name.rpartition(".")[2]))
            elif value is not None:
                filled[name] = str(value)
        return filled


def _stem(name: str) -> str:
    """The question of a box: a day has three."""
    return re.sub(r"\.(day|month|year)$", "", name)


def confirm_request(base: str, email: str) -> None:
    """Somebody else who takes part signs in to an account of her own and confirms."""
    visitor = Visitor(base)
    sign_in(visitor, email)
    visitor.open("/requests/")
    asked = next(href for _text, href in visitor.page.links if re.search(r"/requests/[0-9a-f-]{36}/", href))
    visitor.open(asked)
    if visitor.asks("code"):  # surer proof is asked before she reads what it is about
        visitor.press("Continue", code=one_time_code())
    visitor.press("I confirm this")
    if not visitor.sees("Confirmed. Thank you."):
        raise PageBroken(f"{visitor.page.address}: not confirmed: {visitor.page.text[:400]}")


def work_at_desk(base: str, email: str, case: str, act: str, **filled: str) -> Visitor:
    """An officer opens a case, takes it where nobody has it, and does one act. Gives what she sees."""
    officer = Visitor(base)
    officer_sign_in(officer, email)
    officer.open(f"/desk/cases/{case}/")
    if any(button.text.startswith("Take") for form in officer.page.forms for button in form.buttons):
        officer.press("Take")
        officer.open(f"/desk/cases/{case}/")
    officer.press(act, **filled)
    return officer
