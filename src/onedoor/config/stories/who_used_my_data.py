"""An officer looks; the customer sees it within a second, asks, is answered in time, and has it proved."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from onedoor.cases import queries as cases
from onedoor.config.stories.look_and_sign import NUMBER, officer_sign_in, sign_in
from onedoor.config.stories.newcomers import Newcomer, settle_anew
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import PageBroken, Visitor
from onedoor.kernel.actors import SYSTEM

OFFICER, AGENCY = "case2@civ.harbour.example", "Civil Registry"
QUESTION = "Why did you open my page today?"
ANSWER = "You had written to us, and I looked for your address to answer you."
SEALED_WITHIN = 30.0


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    story = Telling("An officer opens a customer's page. She sees it, asks why, and is answered.")
    her = settle_anew("move")["grace"]
    officer, visitor = Visitor(base), Visitor(base)
    with story.step("an officer of the Civil Registry opens her page, and says what for"):
        officer_sign_in(officer, OFFICER)
        _look(officer, her)
        looked_at = time.monotonic()
    with story.step("she looks who used her data"):
        sign_in(visitor, her.email)
        visitor.open("/who-used-my-data/")
        opened = time.monotonic()
    story.promise(
        visitor.sees("An officer opened your page") and visitor.sees(AGENCY),
        "it stands there: who, for which body, what for",
    )
    story.figure("from the look to her page, signing in among it", f"{opened - looked_at:.2f} s")
    began = time.monotonic()
    visitor.open("/who-used-my-data/")
    story.promise(time.monotonic() - began < 1, "and it takes less than a second to see")
    number = _ask(story, visitor)
    _answer(story, officer, number)
    with story.step("she reads the answer"):
        visitor.open(f"/questions/{number}/")
    found = cases.get_case(number, by=SYSTEM)
    in_time = found.closed_at is not None and found.closed_at <= found.promised_at
    story.promise(in_time and visitor.sees(ANSWER), "answered in time, and she can read it", number)
    _prove(story, visitor)
    return story.end()


def _look(officer: Visitor, her: Newcomer) -> None:
    officer.open(f"/desk/customers/{her.id}/")
    if officer.asks("purpose"):
        officer.press("Open the record", purpose="answer-customer")


def _ask(story: Telling, visitor: Visitor) -> str:
    with story.step("she asks about it"):
        visitor.open(next(href for _text, href in visitor.page.links if href.endswith("/ask/")))
        visitor.press("Send the question", words=QUESTION)
    found = NUMBER.search(visitor.page.text)
    story.promise(found is not None, "her question has a number and a clock", found.group() if found else "")
    return found.group() if found else ""


def _answer(story: Telling, officer: Visitor, number: str) -> None:
    with story.step("the officer answers under that number, and closes it"):
        officer.open(f"/desk/cases/{number}/")
        officer.press("Take this case")
        officer.open(f"/desk/cases/{number}/")
        officer.press("Decide and close", **{"close-outcome": "answered", "close-reason": ANSWER})


def _prove(story: Telling, visitor: Visitor) -> None:
    """Her own line, checked by a program that knows nothing of the house and asks it nothing."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder)
        with story.step("she takes the proof of the line, the public keys, and the program that checks"):
            (kept / "verifier.py").write_text(visitor.read("/journal/verifier.py"))
            (kept / "keys.json").write_text(visitor.read("/journal/keys.json"))
            (kept / "proof.json").write_text(_fetch_proof(visitor))
        good = _verify(kept)
        says = _first_line(good.stdout)
        story.promise(good.returncode == 0, "a program of its own says that it holds", says)
        proof: dict[str, Any] = json.loads((kept / "proof.json").read_text())
        proof["entry"] = proof["entry"].replace("viewed", "veiwed")
        (kept / "proof.json").write_text(json.dumps(proof))
        false = _verify(kept)
        story.promise(
            false.returncode == 1, "and with two letters changed, that it does not", false.stdout.strip()
        )


def _fetch_proof(visitor: Visitor) -> str:
    """The line is sealed within seconds; then its proof stands beside it."""
    end = time.monotonic() + SEALED_WITHIN
    while time.monotonic() < end:
        visitor.open("/who-used-my-data/")
        for _text, href in visitor.page.links:
            if href.endswith("/proof.json"):
                return visitor.read(href)
        time.sleep(0.5)
    raise PageBroken("the line was not sealed in time")


def _verify(kept: Path) -> "subprocess.CompletedProcess[str]":
    """With an empty environment: no database, no path to the house."""
    return subprocess.run(
        [sys.executable, "-I", "verifier.py", "proof.json", "--keys", "keys.json"],
        capture_output=True, text=True, env={"PATH": os.defpath}, cwd=kept, check=False,
    )  # fmt: skip


def _first_line(text: str) -> str:
    return next(iter(text.splitlines()), "")
