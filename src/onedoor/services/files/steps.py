"""What happens after the questions: steps, who takes part, what it costs, which letters go out."""

from typing import Literal

from pydantic import ConfigDict
from pydantic import Field as Described

from onedoor.services.files.words import AgencyCode, Code, Formula, Name, Shape, Term, Words


class Gift(Shape):
    """A value that a step brings about: later steps and letters read it, and nobody is asked for it.

    Exactly one of ``value`` (a formula), ``number`` (the letters before a new number) and ``parts`` (a
    formula for each part of a record, such as a child) makes it.
    """

    id: Name
    text: Words
    value: Formula = Described("", description="Formula that gives it.")
    number: str = Described(
        "", pattern=r"^([A-Z]{2,4})?$", description="Letters before a new number, such as BC."
    )
    parts: dict[Name, Formula] = Described(
        {}, description="Formula of each part, for a record such as a child; a part of nothing is left out."
    )
    register_: Code | None = Described(
        None, alias="register", description="Register that keeps it, so that no service asks for it again."
    )
    attribute: Name | None = None
    shared: tuple[Name, ...] = Described(
        (),
        description="Names of parties: the register keeps it of those who confirmed, as of the customer.",
    )

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Step(Shape):
    """One act on the way, in the lane of the customer, of somebody who takes part, or of an agency."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Name
    title: Words | None = None
    by: str = Described(
        "customer",
        description=(
            "customer, a name of parties, an agency's code, lead (the agency that 'leads' names), or a "
            "kind of partner such as bank."
        ),
    )
    does: Literal[
        "sign",
        "confirm",
        "supply",
        "decide",
        "review",
        "task",
        "tell",
        "pay",
        "payout",
        "release",
        "letter",
        "notify",
    ] = Described(
        description=(
            "sign, supply, pay: the customer. confirm: somebody who takes part. decide: the rules. "
            "review: an officer looks at the whole. task: an agency's own piece of work. tell: an agency "
            "or partner is told. payout: money to the customer. release: the next part of a payout of "
            "another service. letter, notify: word to the customer."
        )
    )
    after: tuple[Name, ...] | None = Described(
        None,
        description=(
            "Steps that must be over before this one. Default: the step above. Steps after the same one "
            "are under way side by side; a step after several waits for all of them."
        ),
    )
    when: Formula = Described("", description="Done only if this holds.")
    otherwise: str = Described(
        "",
        alias="else",
        description="Step, or what is done, if it does not; for release also 'lapse': the part is not paid.",
    )
    auto: Formula = Described(
        "", description="For task: done by the rules themselves where this holds; else an officer does it."
    )
    refused: Literal["go-on", "stop"] = Described(
        "go-on",
        description=(
            "For task: what a refusal means for the others. go-on: they are not touched; stop: what was "
            "done is undone, last first, and the application ends."
        ),
    )
    undo: Words | None = Described(
        None, description="For task, tell and payout: what undoing it means, said to the customer."
    )
    gives: tuple[Gift, ...] = Described((), description="For decide and task: what it brings about.")
    tells: tuple[Name, ...] = Described((), description="For tell and task: values that the agency gets.")
    each: Name | None = Described(
        None,
        description="For tell: a name of parties; the agency is told of each who confirmed as well, with an "
        "answer of its own. What a register knows of the customer is not told of them.",
    )
    page: Code | None = Described(None, description="For supply: the page of questions that is still open.")
    until: Term | None = Described(
        None,
        description="For steps that wait for somebody: how long. Default: without end. For notify: so "
        "long after the steps before it is the word sent.",
    )
    late: Literal["remind", "go-on", "review", "end"] = Described(
        "remind", description="For steps that wait: what is done when the time is over."
    )
    amount: Name | None = Described(
        None,
        description="For pay: the formula that gives the amount (default: the sum of the fees). "
        "For payout: the formula of one amount, or of a list with 'every'.",
    )
    every: Term | None = Described(
        None, description="For payout: time between the parts of a list of amounts; the first at once."
    )
    held: bool = Described(
        False, description="For payout: later parts wait until a 'release' step frees them."
    )
    held_first: bool = Described(
        False, description="For payout with 'held': the first part waits for a 'release' step as well."
    )
    of: Code | None = Described(None, description="For release: the service whose payout goes on.")
    account: Name | None = Described(None, description="For payout: the value that names the account.")
    due: Term | None = Described(None, description="For pay: time to pay.")
    instalments: int = Described(1, ge=1, le=60, description="For pay: how many parts are allowed.")
    letter: Code | None = Described(None, description="For letter: which one.")


class Fee(Shape):
    """One line of the bill, for the agency that earns it."""

    id: Name
    agency: AgencyCode
    title: Words
    amount: Formula = Described(
        description="An amount, or a formula or its name; a list, such as one for each child, is summed."
    )
    when: Formula = Described("", description="Charged only if this holds.")
    waive: Formula = Described("", description="Waived if this holds; the line stays on the bill, as nought.")
    waived_text: Words | None = Described(None, description="Why it is waived, said to the customer.")
    stays: bool = Described(
        False, description="Kept when the application is withdrawn or undone. Default: it goes back."
    )


class Party(Shape):
    """Somebody else who takes part in an application: confirms by a link of her own, at any device."""

    title: Words = Described(description="What she is: the other parent, a director, who moves along.")
    name: Name = Described(description="The question that names her; a part's name where 'of' is given.")
    contact: Name = Described(description="The question with her e-mail address or telephone; likewise.")
    of: Name | None = Described(
        None, description="A group that repeats: each entry is one who takes part. Default: just one."
    )
    when: Formula = Described("", description="Takes part only if this holds.")
    sees: tuple[Name, ...] = Described((), description="The values that she is shown. Default: none.")
    confirms: Words = Described(description="What she confirms, as a sentence of her own.")
    children_under: int = Described(
        0,
        ge=0,
        le=18,
        description="A child of the customer in the civil register, named as there and younger than this, is "
        "not asked: the customer's signature counts for her. Default: everybody is asked.",
    )
    assurance: int = Described(2, ge=0, le=4, description="How sure the house must be of who she is.")


class Exit(Shape):
    """Where the form is over at once, because it is not for this person, and what is there instead."""

    id: Name
    when: Formula = Described(
        description="Over values. Waits until all that it reads is answered; write alternatives as exits."
    )
    title: Words
    text: Words
    instead: Code | None = Described(None, description="The service that fits.")


class Letter(Shape):
    """A letter of this service: a Jinja template with the values it may name."""

    file: str
    title: Words
    summary: Words | None = None
