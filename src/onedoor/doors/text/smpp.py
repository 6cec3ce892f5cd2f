"""The text door bound to a message centre as transceiver (SMPP 3.4).

Octets are octets: what a text means is told by its data coding, which part it is by its header or its
optional parameters, and whether it is USSD by the service operation (SMPP 3.4, 5.3.2.44).
"""

import threading
import time
from typing import Any

import structlog
from django.db import close_old_connections
from smpplib import consts
from smpplib.client import Client
from smpplib.exceptions import ConnectionError as Broken

from onedoor.contact import actions as contact
from onedoor.contact.types import DeliveryState
from onedoor.doors.text import conversing
from onedoor.doors.text.incoming import UDHI, Incoming, read_incoming
from onedoor.doors.text.joining import join
from onedoor.doors.text.octets import encode, make_parts
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped

QUIET_SECONDS, LOST_SECONDS = 2, 90
RECEIPT = 0x04
ASKS, ANSWERS = 18, 2  # ussd_service_op: USSR confirm and USSR request of a menu
DIALLED, CLOSES, LEFT = 1, 17, 32
RECEIPTS = {
    "DELIVRD": DeliveryState.DELIVERED,
    "EXPIRED": DeliveryState.FAILED,
    "UNDELIV": DeliveryState.FAILED,
    "REJECTD": DeliveryState.FAILED,
}
log = structlog.get_logger()


class Bound:
    """One connection, from bind to unbind."""

    def __init__(self, host: str, port: int, *, system_id: str, password: str, own_number: str) -> None:
        self._client = Client(host, port, timeout=QUIET_SECONDS, allow_unknown_opt_params=True)
        self._client.set_message_received_handler(self._hear)
        self._client.set_message_sent_handler(lambda pdu: None)
        self._client.set_error_pdu_handler(self._refused)
        self._who = {"system_id": system_id, "password": password}
        self._own = own_number
        self._heard_at = time.monotonic()
        self._references = 0

    def run(self, stop: threading.Event) -> None:
        """Until ``stop`` is set; raises when the centre is gone."""
        self._client.connect()
        try:
            self._client.bind_transceiver(**self._who)
            log.info("text.bound")
            while not stop.is_set():
                self._read()
            self._client.unbind()
        finally:
            self._client.disconnect()

    def _read(self) -> None:
        """One PDU; silence is broken by asking whether the link stands."""
        try:
            self._client.read_once(auto_send_enquire_link=False)
            self._heard_at = time.monotonic()
        except TimeoutError:
            if time.monotonic() - self._heard_at > LOST_SECONDS:
                raise Broken() from None
            self._client.send_pdu(_make("enquire_link", self._client))

    def _refused(self, pdu: Any) -> None:
        log.warning("text.refused", command=pdu.command, status=int(pdu.status))

    def _hear(self, pdu: Any) -> int | None:
        """Answer what came. What breaks is refused for now, so that the centre sends it again."""
        if pdu.command != "deliver_sm":
            return None
        if pdu.esm_class & RECEIPT:
            return note_receipt(bytes(pdu.short_message or b"").decode("latin-1"))
        try:
            self._answer(read_incoming(pdu))
        except Broken:
            raise
        except Exception as error:  # another customer's message must still be heard
            log.error("text.broke", error=type(error).__name__)
            close_old_connections()
            return int(consts.SMPP_ESME_RX_T_APPN)
        return None

    def _answer(self, heard: Incoming) -> None:
        at = clock.now()
        if heard.ussd is None:
            whole = join(number=heard.number, text=heard.text, part=heard.part, at=at)
            if whole is not None:
                answer = conversing.hear_message(number=heard.number, text=whole, at=at)
                self._send(heard.number, answer.text)
        elif heard.ussd == LEFT:
            conversing.drop_ussd(number=heard.number, carried_as=heard.session, at=at)
        else:
            said = conversing.hear_ussd(
                number=heard.number, text=heard.text, carried_as=heard.session,
                is_new=heard.ussd == DIALLED, at=at,
            )  # fmt: skip
            self._send_ussd(heard, said)

    def _send(self, number: str, text: str) -> None:
        self._references = (self._references + 1) % 256
        coding, parts = make_parts(text, self._references)
        for part in parts:
            self._submit(number, part, coding, esm_class=UDHI if len(parts) > 1 else 0)

    def _send_ussd(self, heard: Incoming, said: conversing.Answer) -> None:
        coding, body = encode(said.text)
        self._submit(
            heard.number, body, coding, service_type="USSD", esm_class=0,
            ussd_service_op=CLOSES if said.ends else ANSWERS, its_session_info=int(heard.session or 0),
        )  # fmt: skip

    def _submit(self, number: str, body: bytes, coding: int, **more: Any) -> None:
        self._client.send_message(
            source_addr_ton=consts.SMPP_TON_ABBREV,
            source_addr=self._own,
            dest_addr_ton=consts.SMPP_TON_INTL,
            dest_addr_npi=consts.SMPP_NPI_ISDN,
            destination_addr=number.lstrip("+"),
            short_message=body,
            data_coding=coding,
            **more,
        )


def _make(command: str, client: Client) -> Any:
    from smpplib import smpp

    return smpp.make_pdu(command, client=client)


def note_receipt(text: str) -> int | None:
    """What became of a notice (answers in a conversation ask for no receipt). A receipt that comes before
    the sender has kept the centre's name for its text is refused for now: the centre brings it again."""
    words = dict(word.split(":", 1) for word in text.split() if ":" in word)
    state = RECEIPTS.get(words.get("stat", ""))
    if state is None or not words.get("id"):
        return None
    try:
        with scoped(SYSTEM):
            contact.note_delivery(
                external_id=words["id"], state=state, reason=words.get("err", ""), by=SYSTEM, at=clock.now()
            )
    except NotFound:
        return int(consts.SMPP_ESME_RX_T_APPN)
    return None
