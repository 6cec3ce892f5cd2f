"""The bank's reports on our orders: ISO 20022 payment status report, pain.002."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree import ElementTree as ET

from onedoor.payments.iso20022.reading import find, find_all, read_document, text_at, unreadable

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
PAID = frozenset({"ACSC", "ACCC"})
REFUSED = frozenset({"RJCT", "CANC"})


@dataclass(frozen=True, slots=True)
class PartReport:
    """What became of one transfer; ``reason`` is the bank's code, such as AC04: account closed."""

    paid: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report on one order: on each transfer, or one for all that it does not name."""

    order: str
    parts: Mapping[str, PartReport | None]
    others: PartReport | None = field(default=None)

    def about(self, reference: str) -> PartReport | None:
        """What is final about a transfer; None while it is not."""
        return self.parts.get(reference, self.others)


def read_report(body: bytes) -> Report:
    """The report. Raises Invalid for what is not one."""
    message = read_document(body, "CstmrPmtStsRpt")
    group = find(message, "OrgnlGrpInfAndSts")
    order = text_at(group, "OrgnlMsgId") if group is not None else ""
    if group is None or not order:
        raise unreadable()
    parts: dict[str, PartReport | None] = {}
    for block in find_all(message, "OrgnlPmtInfAndSts"):
        for one in find_all(block, "TxInfAndSts"):
            if reference := text_at(one, "OrgnlEndToEndId"):
                reason = text_at(one, "StsRsnInf", "Rsn", "Cd")
                parts[reference] = _final(text_at(one, "TxSts"), reason)
    return Report(order, parts, _final(text_at(group, "GrpSts"), text_at(group, "StsRsnInf", "Rsn", "Cd")))


def write_report(order: str, parts: Mapping[str, PartReport], *, number: str, made_at: datetime) -> bytes:
    """The bank's side: a report that names every transfer."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}Document")
    message = _add(root, "CstmrPmtStsRpt")
    header = _add(message, "GrpHdr")
    _add(header, "MsgId", number)
    _add(header, "CreDtTm", made_at.replace(microsecond=0).isoformat())
    group = _add(message, "OrgnlGrpInfAndSts")
    _add(group, "OrgnlMsgId", order)
    _add(group, "OrgnlMsgNmId", "pain.001.001.09")
    _add(group, "GrpSts", "ACSC" if all(one.paid for one in parts.values()) else "PART")
    block = _add(message, "OrgnlPmtInfAndSts")
    _add(block, "OrgnlPmtInfId", order)
    for reference, part in parts.items():
        one = _add(block, "TxInfAndSts")
        _add(one, "OrgnlEndToEndId", reference)
        _add(one, "TxSts", "ACSC" if part.paid else "RJCT")
        if part.reason:
            _add(_add(_add(one, "StsRsnInf"), "Rsn"), "Cd", part.reason)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _final(status: str, reason: str) -> PartReport | None:
    if status in PAID:
        return PartReport(True)
    return PartReport(False, reason[:4] or "NARR") if status in REFUSED else None


def _add(element: ET.Element, name: str, text: str = "") -> ET.Element:
    child = ET.SubElement(element, f"{{{NAMESPACE}}}{name}")
    child.text = text or None
    return child
