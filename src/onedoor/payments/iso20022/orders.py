"""Orders to the bank: ISO 20022 customer credit transfer initiation, pain.001.001.09."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from lxml import etree  # type: ignore[import-untyped]  # comes with SpiffWorkflow

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
SCHEMA = Path(__file__).parent / "pain.001.001.09.xsd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One transfer: to whom, how much, under which reference, for which agency."""

    reference: str
    agency: str
    amount: Decimal
    payee: str
    account: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """Who pays, and from which account of which bank."""

    name: str
    account: str
    bank: str
    currency: str


def write_order(
    number: str, *, made_at: datetime, execution_date: date, debtor: Debtor, transfers: Sequence[Transfer]
) -> bytes:
    """The file; one block an agency, so that the bank books each agency's sum by itself."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}Document")
    message = _add(root, "CstmrCdtTrfInitn")
    header = _add(message, "GrpHdr")
    _add(header, "MsgId", number)
    _add(header, "CreDtTm", made_at.replace(microsecond=0).isoformat())
    _sums(header, transfers)
    _add(_add(header, "InitgPty"), "Nm", _plain(debtor.name))
    for agency, block in groupby(sorted(transfers, key=lambda one: one.agency), key=lambda one: one.agency):
        _block(message, f"{number}-{agency}", execution_date, debtor, list(block))
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    check_order(body)
    return body


def check_order(body: bytes) -> None:
    """Raises ValueError, naming the place, unless the file is what the message's schema allows."""
    document = etree.fromstring(body)
    schema = _schema()
    if not schema.validate(document):
        raise ValueError(str(schema.error_log.last_error))


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


def _block(
    message: ET.Element, id: str, execution_date: date, debtor: Debtor, transfers: Sequence[Transfer]
) -> None:
    block = _add(message, "PmtInf")
    _add(block, "PmtInfId", id)
    _add(block, "PmtMtd", "TRF")
    _sums(block, transfers)
    _add(_add(block, "ReqdExctnDt"), "Dt", execution_date.isoformat())
    _add(_add(block, "Dbtr"), "Nm", _plain(debtor.name))
    _account(block, "DbtrAcct", debtor.account)
    _add(_add(_add(_add(block, "DbtrAgt"), "FinInstnId"), "Othr"), "Id", debtor.bank)
    for transfer in transfers:
        one = _add(block, "CdtTrfTxInf")
        _add(_add(one, "PmtId"), "EndToEndId", transfer.reference)
        amount = _add(_add(one, "Amt"), "InstdAmt", f"{transfer.amount:.2f}")
        amount.set("Ccy", debtor.currency)
        _add(_add(one, "Cdtr"), "Nm", _plain(transfer.payee))
        _account(one, "CdtrAcct", transfer.account)
        _add(_add(one, "RmtInf"), "Ustrd", _plain(transfer.text))


def _sums(element: ET.Element, transfers: Sequence[Transfer]) -> None:
    _add(element, "NbOfTxs", str(len(transfers)))
    _add(element, "CtrlSum", f"{sum((one.amount for one in transfers), Decimal(0)):.2f}")


def _account(element: ET.Element, name: str, number: str) -> None:
    _add(_add(_add(_add(element, name), "Id"), "Othr"), "Id", number)


def _plain(text: str) -> str:
    """What XML can hold and the bank can print, in one line."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:140].strip() or "-"


def _add(element: ET.Element, name: str, text: str = "") -> ET.Element:
    child = ET.SubElement(element, f"{{{NAMESPACE}}}{name}")
    child.text = text or None
    return child
