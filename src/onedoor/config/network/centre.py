"""A message centre: houses bind to it by SMPP 3.4, telephones write and dial through it."""

import itertools
import queue
import socket
import struct
import threading
import time
from dataclasses import dataclass, field

from onedoor.config.network.handsets import Handsets
from onedoor.config.network.pdus import (
    ALREADY_BOUND,
    BIND_TRANSMITTER,
    BINDS,
    DELIVER_SM,
    ENQUIRE_LINK,
    GENERIC_NACK,
    HEAD,
    ITS_SESSION_INFO,
    LONGEST,
    NOT_BOUND,
    OK,
    RESPONSE,
    SUBMIT_SM,
    UNBIND,
    USSD_SERVICE_OP,
    WRONG_COMMAND,
    WRONG_LENGTH,
    WRONG_PASSWORD,
    Malformed,
    Pdu,
    Short,
    decode_text,
    encode_text,
    read_short,
    read_strings,
    split_text,
    write_short,
)

DIALLED, KEYED_IN, CLOSES, LEFT = 1, 18, 17, 32
TRIES, AGAIN_AFTER = 3, 0.5


@dataclass
class House:
    """A connection of somebody who serves customers by text."""

    connection: socket.socket
    bound: int = 0
    sequence: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    waiting: dict[int, tuple[Short, int]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, pdu: Pdu) -> None:
        with self.lock:
            self.connection.sendall(pdu.pack())


class Centre:
    """Serves on loopback until stopped."""

    def __init__(self, *, port: int, system_id: str, password: str, code: str) -> None:
        self.handsets = Handsets()
        self._system_id, self._password, self._code = system_id, password, code
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])
        self._houses: list[House] = []
        self._references, self._ids = itertools.count(1), itertools.count(1)
        self._later: queue.Queue[tuple[float, Short, int] | None] = queue.Queue()
        self._changed = threading.Condition()

    @property
    def is_bound(self) -> bool:
        """Whether somebody is there who hears what telephones send."""
        return any(house.bound not in (0, BIND_TRANSMITTER) for house in self._houses)

    def wait_until_bound(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.is_bound, seconds)

    def start(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()
        threading.Thread(target=self._send_again, daemon=True).start()

    def stop(self) -> None:
        self._later.put(None)
        self._listener.close()
        self.drop()

    def drop(self) -> None:
        """Every connection breaks, as networks do."""
        for house in list(self._houses):
            _cut(house.connection)

    def write(self, number: str, text: str) -> bool:
        """A telephone sends a message, in as many parts as it needs."""
        return self.write_parts(number, split_text(text, next(self._references)))

    def write_parts(self, number: str, parts: list[tuple[int, int, bytes]]) -> bool:
        """The same, part for part, in this order."""
        taken = [
            self._deliver(self._from(number, esm_class=esm_class, coding=coding, body=body))
            for esm_class, coding, body in parts
        ]
        return all(taken)

    def dial(self, number: str, text: str) -> bool:
        """A telephone dials the service's USSD code."""
        return self._ussd(number, text, DIALLED, self.handsets.dial(number))

    def key_in(self, number: str, text: str) -> bool:
        """An answer in the open USSD session; False where there is none."""
        session = self.handsets.session_of(number)
        return bool(session) and self._ussd(number, text, KEYED_IN, session)

    def leave(self, number: str) -> bool:
        """The session drops."""
        session = self.handsets.session_of(number)
        self.handsets.leave(number)
        return bool(session) and self._ussd(number, "", LEFT, session)

    def _ussd(self, number: str, text: str, op: int, session: int) -> bool:
        coding, body = encode_text(text)
        options = {USSD_SERVICE_OP: bytes([op]), ITS_SESSION_INFO: struct.pack(">H", session)}
        return self._deliver(
            self._from(number, service_type="USSD", coding=coding, body=body, options=options)
        )

    def _from(self, number: str, **fields: object) -> Short:
        return Short(source=number.lstrip("+"), destination=self._code, **fields)  # type: ignore[arg-type]

    def _deliver(self, short: Short, tries: int = 1) -> bool:
        house = next((one for one in self._houses if one.bound not in (0, BIND_TRANSMITTER)), None)
        if house is None:
            return False
        sequence = next(house.sequence)
        house.waiting[sequence] = (short, tries)
        try:
            house.send(Pdu(DELIVER_SM, OK, sequence, write_short(short)))
        except OSError:
            return False
        return True

    def _send_again(self) -> None:
        while (item := self._later.get()) is not None:
            due, short, tries = item
            time.sleep(max(0.0, due - time.monotonic()))
            self._deliver(short, tries)

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            house = House(connection)
            self._houses.append(house)
            threading.Thread(target=self._serve, args=(house,), daemon=True).start()

    def _serve(self, house: House) -> None:
        try:
            while (pdu := _read(house.connection)) is not None:
                if not self._act(house, pdu):
                    break
        except (OSError, Malformed):
            pass
        finally:
            house.bound = 0
            self._houses.remove(house)
            house.connection.close()

    def _act(self, house: House, pdu: Pdu) -> bool:
        """Deal with one PDU; False when the house is gone."""
        if pdu.command in BINDS:
            self._bind(house, pdu)
        elif pdu.command == ENQUIRE_LINK:
            house.send(Pdu(ENQUIRE_LINK | RESPONSE, OK, pdu.sequence))
        elif pdu.command == SUBMIT_SM:
            self._submit(house, pdu)
        elif pdu.command == UNBIND:
            house.send(Pdu(UNBIND | RESPONSE, OK, pdu.sequence))
            return False
        elif pdu.command == DELIVER_SM | RESPONSE:
            self._delivered(house, pdu)
        elif not pdu.command & RESPONSE:
            house.send(Pdu(GENERIC_NACK, WRONG_COMMAND, pdu.sequence))
        return True

    def _bind(self, house: House, pdu: Pdu) -> None:
        (system_id, password), _rest = read_strings(pdu.body, 2)
        status = OK
        if house.bound:
            status = ALREADY_BOUND
        elif (system_id, password) != (self._system_id, self._password):
            status = WRONG_PASSWORD
        if status == OK:
            house.bound = pdu.command
        house.send(Pdu(pdu.command | RESPONSE, status, pdu.sequence, b"CITYTEXT\x00"))
        with self._changed:
            self._changed.notify_all()

    def _submit(self, house: House, pdu: Pdu) -> None:
        if not house.bound:
            house.send(Pdu(SUBMIT_SM | RESPONSE, NOT_BOUND, pdu.sequence))
            return
        try:
            short = read_short(pdu.body)
        except Malformed:
            house.send(Pdu(SUBMIT_SM | RESPONSE, WRONG_LENGTH, pdu.sequence))
            return
        name = f"{next(self._ids):010d}"
        house.send(Pdu(SUBMIT_SM | RESPONSE, OK, pdu.sequence, name.encode() + b"\x00"))
        if op := short.options.get(USSD_SERVICE_OP):
            text = decode_text(short.coding, short.body)
            self.handsets.get_screen(short.destination, text, ends=op[0] == CLOSES)
            return
        self._take_message(short)
        if short.registered & 1:
            self._deliver(self._receipt(short, name))

    def _take_message(self, short: Short) -> None:
        key, place, body = (-next(self._references), 1), 1, short.body
        if short.esm_class & 0x40:
            head, body = body[1 : body[0] + 1], body[body[0] + 1 :]
            key, place = (head[2], head[3]), head[4]
        text = decode_text(short.coding, body)
        self.handsets.get_part(short.destination, text, key=key, place=place)

    def _receipt(self, short: Short, name: str) -> Short:
        now = time.strftime("%y%m%d%H%M")
        says = f"id:{name} sub:001 dlvrd:001 submit date:{now} done date:{now} stat:DELIVRD err:000 text:"
        return self._from(short.destination, esm_class=0x04, body=says.encode())

    def _delivered(self, house: House, pdu: Pdu) -> None:
        short, tries = house.waiting.pop(pdu.sequence, (None, 0))
        if pdu.status != OK and short is not None and tries < TRIES:
            self._later.put((time.monotonic() + AGAIN_AFTER, short, tries + 1))


def _read(connection: socket.socket) -> Pdu | None:
    head = _exactly(connection, 16)
    if head is None:
        return None
    length, command, status, sequence = HEAD.unpack(head)
    if not 16 <= length <= LONGEST:
        raise Malformed("the length is impossible")
    body = _exactly(connection, length - 16)
    return None if body is None else Pdu(command, status, sequence, body)


def _exactly(connection: socket.socket, count: int) -> bytes | None:
    found = b""
    while len(found) < count:
        more = connection.recv(count - len(found))
        if not more:
            return None
        found += more
    return found


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        connection.close()
