"""What a partner runs against its own end: a right one passes, and every wrong one hears what to mend."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onedoor.config.network import registers
from onedoor.config.network.registers import Register
from onedoor.exchange.commands import open_key, partner
from onedoor.exchange.pull.kit import Endpoint, Finding, try_out
from onedoor.exchange.registers import get_rulebook
from onedoor.kernel import clock
from tests.exchange.pull_cast import Raw, serving

KNOWN, UNKNOWN = "TRN-ABCDEFGHIJKLMNOP", "TRN-NOBODY"


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def end(key: Ed25519PrivateKey, at: datetime) -> Callable[[str], Endpoint]:
    """What the kit is told about an address."""

    def make(address: str) -> Endpoint:
        return Endpoint(
            address=address, register=get_rulebook().registers["travel-cards"], known=KNOWN, unknown=UNKNOWN,
            client="HARBOUR/GOV/ONEDOOR/CRM", represented="GOV/CIV", agreement="AG-KIT", purpose="kit",
            sign=lambda message: f"kit:{key.sign(message).hex()}", now=lambda: at,
        )  # fmt: skip

    return make


def right(key: Ed25519PrivateKey, at: datetime) -> Register:
    return Register(0, {"kit": key.public_key().public_bytes_raw()}.get, now=lambda: at)


def fails(findings: Iterator[Finding]) -> list[str]:
    return [str(one.rule) for one in findings if not one.holds]


def test_a_right_end_passes_whole(key: Any, end: Any, at: datetime) -> None:
    with serving(right(key, at)) as address:
        findings = list(try_out(end(address)))
    assert fails(iter(findings)) == []
    assert len(findings) == 16


class _Trusting(registers.Handler):
    def _is_signed(self, body: bytes) -> bool:
        return True


class _Forgetful(registers.Handler):
    def _judge(self, body: bytes, said: dict[str, Any] | None) -> tuple[int, dict[str, Any]]:
        self.server.seen.clear()
        return super()._judge(body, said)


class _Parrot(registers.Handler):
    def _reply(self, body: bytes, status: int, said: dict[str, Any]) -> None:
        told = json.dumps({**said, "asked": body.decode(errors="replace")}).encode()
        self.send_response(status)
        own = registers.answer_headers(dict(self.headers), body)
        own["X-Road-Request-Hash"] = self.headers.get("X-Road-Request-Hash", own["X-Road-Request-Hash"])
        for name, value in own.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)


class _Generous(registers.Handler):
    def _judge(self, body: bytes, said: dict[str, Any] | None) -> tuple[int, dict[str, Any]]:
        status, answer = super()._judge(body, said)
        return (200, {"values": []}) if status in (403, 404, 422) else (status, answer)


@pytest.mark.parametrize(
    ("handler", "words"),
    [
        (_Trusting, ["of an hour ago", "without a signature", "changed after it was signed"]),
        (_Forgetful, ["sent again"]),
        (_Parrot, ["handed back", "repeats who"]),
        (_Generous, ["unknown person", "does not have", "without an agreement"]),
    ],
)
def test_each_wrong_end_hears_exactly_what_is_wrong(
    key: Any, end: Any, at: datetime, handler: type[registers.Handler], words: list[str]
) -> None:
    server = right(key, at)
    server.RequestHandlerClass = handler
    with serving(server) as address:
        found = fails(try_out(end(address)))
    assert len(found) == len(words)
    assert all(any(word in rule for rule in found) for word in words)


@pytest.mark.parametrize(
    ("mood", "word"), [("twice", "said once"), ("rubbish", "with 200"), ("down", "with 200")]
)
def test_a_bad_day_is_seen(key: Any, end: Any, at: datetime, mood: str, word: str) -> None:
    server = right(key, at)
    server.mood = mood
    with serving(server) as address:
        assert any(word in rule for rule in fails(try_out(end(address))))


def test_an_end_that_serves_one_caller_at_a_time_is_told_so(key: Any, end: Any, at: datetime) -> None:
    from http.server import HTTPServer, ThreadingHTTPServer

    server = right(key, at)
    one_by_one = HTTPServer.process_request
    server.process_request = one_by_one.__get__(server)  # type: ignore[method-assign]
    assert isinstance(server, ThreadingHTTPServer)
    with serving(server) as address:
        assert any("one caller is slow" in rule for rule in fails(try_out(end(address))))


def test_a_redirecting_end_and_nobody_at_home_fail_without_falling_over(end: Any) -> None:
    raw = Raw()
    raw.says(302, Location="http://127.0.0.1:9/")
    with serving(raw) as address:
        assert "answered with 200" in fails(try_out(end(address)))[0]
    assert "answered with 200" in fails(try_out(end("http://127.0.0.1:9")))[0]


def test_the_command_says_line_by_line_what_holds_and_ends_with_a_code(tmp_path: Path) -> None:
    pem = open_key(tmp_path / "kit.pem")[1].partition(":")[2]
    assert (tmp_path / "kit.pem").stat().st_mode & 0o077 == 0
    server = Register(0, {"kit": bytes.fromhex(pem)}.get, now=clock.now)
    with serving(server) as address:
        ask = ["check-register", "travel-cards", address, "--known", KNOWN, "--unknown", UNKNOWN]
        ask += ["--key", str(tmp_path / "kit.pem")]
        good = CliRunner().invoke(partner, ask)
        server.now = lambda: clock.now() + timedelta(hours=2)
        bad = CliRunner().invoke(partner, [*ask, "--language", "zh-hans"])
    assert (good.exit_code, good.output.count("FAILS")) == (0, 0)
    assert (bad.exit_code, "不符合" in bad.output) == (1, True)


def test_a_register_that_is_not_pulled_cannot_be_tried(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        partner, ["check-register", "tax-record", "http://127.0.0.1:9", "--known", "a", "--unknown", "b"]
    )
    assert (told.exit_code, "pulled" in told.output) == (2, True)
