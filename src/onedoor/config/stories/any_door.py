"""One application: begun by telephone, continued at the counter, finished on the web."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from onedoor.config.stories.askers import ByPhone
from onedoor.config.stories.askers.asking import label
from onedoor.config.stories.look_and_sign import officer_sign_in, one_time_code, sign_in
from onedoor.config.stories.newcomers import Newcomer, settle_anew
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor
from onedoor.journal import queries as journal
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import pick
from onedoor.people import actions as people
from onedoor.services import queries as services
from onedoor.trust import actions as trust
from onedoor.trust import queries as accounts

SERVICE, PERSONA, HUSBAND, OFFICER = "move", "grace", "kwame", "dana@ctc.harbour.example"
PIN = "482915"
BY_PHONE = {"moved_on": "", "public_home": "No"}
AT_COUNTER = {
    "new_address.street": "44 Signal Hill Road", "new_address.building": "", "new_address.unit": "07-12",
    "new_address.postcode": "099431",
}  # fmt: skip
HELD = ("6-14, Orchard Steps", "Ferry Street Clinic")
DOORS = ("phone", "desk", "portal")


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    settled = settle_anew(SERVICE)
    mover, husband = settled[PERSONA], settled[HUSBAND]
    story = Telling("She begins by telephone, goes on at a counter, and finishes at home.")
    moved_on = clock.today() - timedelta(days=3)
    with story.step("she rings, says who she is by her PIN, and answers what keys can answer"):
        number, at_phone, said = _ring(mover, moved_on)
    story.figure("reference", number)
    story.figure("asked by telephone", ", ".join(at_phone))
    story.promise(all(one in said for one in HELD), "what is held is read out, and not asked")
    with story.step("she comes to the counter; an officer opens the same form with her"):
        officer, at_counter = _come(base, mover, number)
    story.figure("asked at the counter", ", ".join(at_counter))
    story.promise(number in officer.page.address, "it is the same reference")
    with story.step("at home she says who moves along, looks at all of it, and signs"):
        her, on_web = _finish(base, mover, husband, number)
    story.figure("asked on the web", ", ".join(on_web))
    _judge(story, mover, number, (at_phone, at_counter, on_web), moved_on, her)
    return story.end()


def _ring(mover: Newcomer, moved_on: date) -> tuple[str, list[str], str]:
    """The reference, the names of what she was asked, and all that was said."""
    at = clock.now()
    account = accounts.find_account(mover.email)
    assert account is not None
    herself = accounts.actor_for(account.id, door="portal", assurance=3, at=at)
    with scoped(SYSTEM):
        trust.set_door_pin(account=account.id, pin=PIN, by=herself, at=at)
        own = people.reveal_identifier(customer=mover.id, purpose="answer-customer", by=SYSTEM, at=at)
    call, heard = ByPhone(), []
    call.begin()
    call.choose("English")
    call.choose(label("Apply for something", "en"))
    for keys in (own[2:], PIN):
        call.send(keys)
    call.choose(pick(services.get_service(SERVICE, at=at).title, "en"))
    heard.append(call.said)
    call.choose(label("It is right", "en"))
    heard.append(call.said)
    call.send(f"{moved_on:%d%m%Y}")
    heard.append(call.said)
    call.choose(BY_PHONE["public_home"])
    heard.append(call.said)
    call.hang_up()
    draft = next(one for one in services.list_live_drafts(mover.id, by=SYSTEM) if one.service == SERVICE)
    return draft.number, _list_asked(draft.number, " ".join(heard[1:3])), " ".join(heard)


def _list_asked(number: str, said: str) -> list[str]:
    """Which questions of the form were put in these words, and not passed over."""
    asked = []
    for status in services.get_application(number, by=SYSTEM).pages:
        for item in services.get_page(number, status.id, by=SYSTEM, at=clock.now()).page.items:
            words = pick(item.label, "en")
            if words in said and f"“{words}” cannot be answered here" not in said:
                asked.append(item.name)
    return asked


def _come(base: str, mover: Newcomer, number: str) -> tuple[Visitor, list[str]]:
    """She gives the officer a code of her own telephone; together they fill in what is still empty."""
    her, officer = Visitor(base), Visitor(base)
    sign_in(her, mover.email)
    her.open("/at-the-counter/")
    page = her.press("Show a one-time code")
    code = re.search(r"\b(\d{3}) ?(\d{3})\b", page.text)
    assert code is not None, page.text[:400]
    officer_sign_in(officer, OFFICER)
    officer.open(f"/desk/customers/{mover.id}/assist/")
    officer.press("Begin", code="".join(code.groups()))
    officer.open(f"/desk/assist/{number}/")
    return officer, _fill(officer, f"/desk/assist/{number}/", AT_COUNTER, told={"moved_on"}, pages=1)


def _finish(base: str, mover: Newcomer, husband: Newcomer, number: str) -> tuple[Visitor, list[str]]:
    her = Visitor(base)
    sign_in(her, mover.email)
    her.open(f"/applications/{number}/")
    answers = {"co_movers-0-full_name": husband.name, "co_movers-0-contact": husband.email}
    told = {"moved_on", *(name for name, value in AT_COUNTER.items() if value)}
    asked = _fill(her, f"/applications/{number}/", answers, told=told, pages=9)
    her.open(f"/applications/{number}/")
    her.press("Agree and sign")
    if her.asks("code"):
        her.press("Agree and sign", code=one_time_code())
    return her, asked


def _fill(
    visitor: Visitor, home: str, answers: dict[str, str], *, told: Collection[str], pages: int
) -> list[str]:
    """Fill in what is empty, page after page; the names of what was asked. A box that is filled already is
    left as it is; one that is empty though its answer was ``told`` at another door is asked again."""
    filled: list[str] = []
    links = [href for _text, href in visitor.open(home).links if "/questions/" in href]
    for href in list(dict.fromkeys(links))[:pages]:
        visitor.open(href)
        form = next(one for one in visitor.page.forms if "revision" in one.names)
        given = {name: answers[name] for name in form.names if name in answers and not form.fields.get(name)}
        empty = {_stem(name) for name in form.names if not form.fields.get(name)}
        filled += sorted(empty & set(told))
        visitor.press("Save and continue", **given)
        filled += [name for name in given if answers[name]]
    return filled


def _stem(name: str) -> str:
    """The question of a box: a day has three."""
    return re.sub(r"\.(day|month|year)$", "", name)


def _judge(
    story: Telling,
    mover: Newcomer,
    number: str,
    asked: tuple[list[str], list[str], list[str]],
    moved_on: date,
    her: Visitor,
) -> None:
    names = [name for door in asked for name in set(door)]
    twice = sorted({name for name in names if names.count(name) > 1})
    story.promise(not twice, "nothing was asked twice", ", ".join(twice) or f"{len(names)} questions")
    story.promise(all(asked), "each door asked for its own part")
    view = services.get_application(number, by=SYSTEM)
    story.promise(view.signed_at is not None, "it is signed", number)
    held = [one for one in services.list_applications(mover.id, by=SYSTEM) if one.service == SERVICE]
    story.promise([one.number for one in held] == [number], "one application, one reference")
    page = her.open(f"/applications/{number}/copy/").text
    story.promise(f"{moved_on.day} {moved_on:%B}" in page, "what she said by telephone is in what she signed")
    story.promise("44 Signal Hill Road" in page, "and what she said at the counter")
    entries = journal.list_timeline(customer=mover.id, by=SYSTEM, limit=100)
    doors = {entry.door for entry in entries}
    story.promise(set(DOORS) <= doors, "one timeline shows all three doors", ", ".join(sorted(doors)))
