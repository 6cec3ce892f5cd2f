"""What goes over the wire. Inputs refuse what they do not know."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from onedoor.exchange import queries
from onedoor.exchange.types import CorrectionView, Receipt, RowOutcome


def _storable(text: str) -> str:
    """No NUL and no half of a character pair: no database keeps them."""
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise ValueError("holds a character that cannot be kept")
    return text


Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(_storable)]
Note = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_storable)]
FileName = Annotated[str, StringConstraints(max_length=200), AfterValidator(_storable)]


class Answer(BaseModel):
    """The reporter's word about a value; amounts are written as text, so that no cent is lost."""

    model_config = ConfigDict(extra="forbid", strict=True)

    answer: Literal["confirm", "correct", "withdraw"]
    value: Line | None = None
    note: Note = ""


class Problem(BaseModel):
    """Why not, and what to do."""

    code: str
    message: str


class RowOut(BaseModel):
    """A row that was not simply accepted; the person's number is masked."""

    line: int
    record: str
    person: str
    receipt: str
    state: str
    codes: list[str]
    remedies: list[str]


class BatchOut(BaseModel):
    """The receipt of a file."""

    number: str
    feed: str
    basis_year: str
    indicator: str
    state: Literal["received", "refused"]
    received_at: datetime
    rows: int
    accepted: int
    rejected: int
    waiting: int
    amount: Decimal
    repeated: bool
    code: str
    message: str
    line: int
    detail: str
    faults: list[RowOut]


class CorrectionOut(BaseModel):
    """A question about a value that was reported."""

    number: str
    state: str
    about_register: str
    attribute: str
    basis_year: str
    receipt: str
    person: str
    value: Any
    reason: str
    opened_at: datetime
    due_at: datetime
    overdue: bool


def batch_out(receipt: Receipt, rows: list[RowOutcome]) -> BatchOut:
    """A receipt with its faulty rows, as it is sent."""
    return BatchOut(
        number=receipt.number,
        feed=receipt.feed,
        basis_year=receipt.period,
        indicator=receipt.indicator,
        state="received" if receipt.state == "received" else "refused",
        received_at=receipt.received_at,
        rows=receipt.rows,
        accepted=receipt.accepted,
        rejected=receipt.rejected,
        waiting=receipt.parked,
        amount=receipt.amount,
        repeated=receipt.repeated,
        code=receipt.code,
        message=queries.explain_code(receipt.code) if receipt.code else "",
        line=receipt.line,
        detail=receipt.detail,
        faults=[_row_out(row) for row in rows],
    )


def _row_out(row: RowOutcome) -> RowOut:
    return RowOut(
        line=row.line,
        record=row.record,
        person=row.identifier,
        receipt=row.reference,
        state=row.state,
        codes=list(row.codes),
        remedies=[queries.explain_code(code) for code in row.codes],
    )


def correction_out(question: CorrectionView) -> CorrectionOut:
    """A question, as it is sent."""
    return CorrectionOut(
        number=question.number,
        state=question.state,
        about_register=question.register,
        attribute=question.attribute,
        basis_year=question.period,
        receipt=question.reference,
        person=question.identifier,
        value=question.value,
        reason=question.reason,
        opened_at=question.opened_at,
        due_at=question.due_at,
        overdue=question.overdue,
    )
