"""Notices leave over SMPP, where a message centre is set: a connection of the process's own, bound to send.

What the centre calls a text comes back with its receipt, which the listener hears. A connection that broke
while it was idle is made anew once; what the centre refuses is told by its code, and contact tries again.
"""

import threading
from contextlib import suppress
from typing import Any

from django.conf import settings
from smpplib import consts
from smpplib.client import Client
from smpplib.exceptions import ConnectionError as Broken
from smpplib.exceptions import PDUError

from onedoor.contact.types import Handed
from onedoor.doors.text.incoming import UDHI
from onedoor.doors.text.octets import make_parts

SECONDS = 5


class SmppCarrier:
    """Carries texts to one message centre. Threads take turns."""

    def __init__(self, host: str, port: int, *, system_id: str, password: str, own_number: str) -> None:
        self._where, self._own = (host, port), own_number
        self._who = {"system_id": system_id, "password": password}
        self._turn = threading.Lock()
        self._client: Client | None = None
        self._answers: dict[int, Any] = {}
        self._references = 0

    def carry(self, *, number: str, text: str, reference: str) -> Handed:
        """The text in as many parts as it needs. The receipt is asked for the last of them, and bears
        its name."""
        with self._turn:
            try:
                return self._carry(number, text)
            except PDUError as refused:
                self.close()
                return Handed(f"smpp-{refused.args[-1]}" if len(refused.args) > 1 else "smpp-refused")
            except (Broken, OSError) as error:
                self.close()
                return Handed(type(error).__name__)

    def close(self) -> None:
        """Take leave of the centre; the next text binds again."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Broken, PDUError, OSError):
                client.disconnect()

    def _carry(self, number: str, text: str) -> Handed:
        self._references = (self._references + 1) % 256
        coding, parts = make_parts(text, self._references)
        client, name = self._bind(), ""
        for place, part in enumerate(parts, 1):
            sent = client.send_message(
                source_addr_ton=consts.SMPP_TON_ABBREV, source_addr=self._own,
                dest_addr_ton=consts.SMPP_TON_INTL, dest_addr_npi=consts.SMPP_NPI_ISDN,
                destination_addr=number.lstrip("+"), short_message=part, data_coding=coding,
                esm_class=UDHI if len(parts) > 1 else 0, registered_delivery=int(place == len(parts)),
            )  # fmt: skip
            name = self._await(client, sent.sequence)
        return Handed(external_id=name)

    def _await(self, client: Client, sequence: int) -> str:
        while sequence not in self._answers:
            client.read_once(auto_send_enquire_link=False)
        answer = self._answers.pop(sequence)
        if answer.is_error():
            raise PDUError("refused", int(answer.status))
        return bytes(answer.message_id or b"").decode("latin-1")

    def _bind(self) -> Client:
        """The connection; asked whether it still stands, made anew where it does not."""
        if self._client is not None:
            try:
                self._ask_link(self._client)
            except (Broken, PDUError, OSError):
                self.close()
            else:
                return self._client
        client = Client(*self._where, timeout=SECONDS, allow_unknown_opt_params=True)
        client.set_message_sent_handler(self._hear)
        client.set_error_pdu_handler(self._hear)
        self._client, self._answers = client, {}
        client.connect()
        client.bind_transmitter(**self._who)
        return client

    def _ask_link(self, client: Client) -> None:
        from smpplib import smpp

        asked = smpp.make_pdu("enquire_link", client=client)
        client.send_pdu(asked)
        while (heard := client.read_pdu()).command != "enquire_link_resp" or heard.sequence != asked.sequence:
            if heard.command == "enquire_link":  # it asked too, while nothing was read
                client.send_pdu(smpp.make_pdu("enquire_link_resp", client=client, sequence=heard.sequence))

    def _hear(self, pdu: Any) -> None:
        self._answers[pdu.sequence] = pdu


_carriers: dict[tuple[str, str], SmppCarrier] = {}
_making = threading.Lock()


def find_carrier() -> SmppCarrier | None:
    """This process's carrier; None where texts leave by a gateway over HTTP, or not at all."""
    if not settings.TEXT_SMPP or settings.TEXT_GATEWAY:
        return None
    with _making:
        key = (settings.TEXT_SMPP, settings.TEXT_SMPP_ID)
        if key not in _carriers:
            host, _colon, port = settings.TEXT_SMPP.rpartition(":")
            _carriers[key] = SmppCarrier(
                host, int(port), system_id=settings.TEXT_SMPP_ID, password=settings.TEXT_SMPP_PASSWORD,
                own_number=settings.TEXT_NUMBER,
            )  # fmt: skip
        return _carriers[key]
