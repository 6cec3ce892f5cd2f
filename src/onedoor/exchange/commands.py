"""``onedoor partner check FILE``: what the intake would say; ``onedoor partner check-register``: whether a
partner's own end may be connected. Both without a server or a database."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.exchange.intake.checking import Check, check_file
from onedoor.exchange.intake.codes import explain
from onedoor.exchange.intake.feeds import FEEDS
from onedoor.exchange.pull.kit import Endpoint, Finding, try_out
from onedoor.exchange.registers import get_rulebook
from onedoor.kernel import clock
from onedoor.kernel.money import format_money


@click.group(help="For organisations that send data.")
def partner() -> None:
    pass


@partner.command(help="Check a file of donations or income before it is sent.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--feed", type=click.Choice(sorted(FEEDS)), help="Which feed it is; guessed from the columns.")
@click.option("--language", type=click.Choice(["en", "zh-hans"]), default="en", show_default=True)
def check(file: Path, feed: str | None, language: str) -> None:
    with override(language), file.open("rb") as stream:
        found = check_file(stream, feed=feed or "", today=clock.today())
        for line in _lines(found):
            click.echo(line)
    sys.exit(0 if found.clean else 1)


@partner.command("check-register", help="Try out your own register's end before it is connected.")
@click.argument("register")
@click.argument("address")
@click.option("--known", required=True, help="A test person whom it knows, by pseudonym or number.")
@click.option("--unknown", required=True, help="One whom it does not know.")
@click.option("--represented", default="GOV/CIV", show_default=True, help="Agency with an agreement.")
@click.option(
    "--key",
    default="kit-key.pem",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default=True,
    help="Ed25519 key that signs the trial; made if it is not there.",
)
@click.option("--language", type=click.Choice(["en", "zh-hans"]), default="en", show_default=True)
def check_register(
    register: str, address: str, known: str, unknown: str, represented: str, key: Path, language: str
) -> None:  # fmt: skip
    found = get_rulebook().registers.get(register)
    with override(language):
        if found is None or found.pulled is None:
            raise click.UsageError(_("registers.yaml has no register of this name that is pulled."))
        sign, public = open_key(key)
        click.echo(_("Questions are signed by this key; let your end believe it: %(key)s") % {"key": public})
        end = Endpoint(
            address=address, register=found, known=known, unknown=unknown, client=settings.XROAD_CLIENT,
            represented=represented, agreement="AG-KIT", purpose="kit", sign=sign, now=clock.now,
        )  # fmt: skip
        failed = 0
        for finding in try_out(end):
            failed += not finding.holds
            for line in _told(finding):
                click.echo(line)
        click.echo(_("Everything holds.") if not failed else _("%(n)s rules do not hold.") % {"n": failed})
    sys.exit(1 if failed else 0)


def open_key(file: Path) -> tuple[Callable[[bytes], str], str]:
    """What signs with the key of ``file``, made where there is none, and ``kit:`` with its public half."""
    if not file.exists():
        made = Ed25519PrivateKey.generate()
        file.touch(mode=0o600)
        file.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise click.UsageError(_("The key is no Ed25519 key."))
    return (
        lambda message: f"kit:{key.sign(message).hex()}",
        f"kit:{key.public_key().public_bytes_raw().hex()}",
    )


def _told(finding: Finding) -> list[str]:
    seen = f" ({finding.seen})" if finding.seen else ""
    if finding.holds:
        return [_("holds") + f"  {finding.rule}{seen}"]
    return [_("FAILS") + f"  {finding.rule}{seen}", f"       → {finding.remedy}"]


def _lines(check: Check) -> list[str]:
    """Every fault with its place, code and remedy, then the sum."""
    lines = [
        _("line %(line)s, record %(record)s") % {"line": row.line, "record": row.record}
        + f": {code} {explain(code)}"
        for row in check.faults
        for code in row.codes
    ]
    if check.faulty > len(check.faults):
        lines.append(_("There are more; mend these first."))
    if check.code:
        place = _("line %(line)s") % {"line": check.line} + ": " if check.line else ""
        detail = f" ({check.detail})" if check.detail else ""
        return [
            *lines,
            f"{place}{check.code} {explain(check.code)}{detail}",
            _("The whole file would be refused."),
        ]
    facts = {
        "feed": check.feed,
        "year": check.period,
        "rows": check.rows,
        "good": check.rows - check.faulty,
        "faulty": check.faulty,
        "total": format_money(check.total),
    }
    lines.append(
        _("%(feed)s for %(year)s: %(rows)s rows, %(good)s good, %(faulty)s faulty, total %(total)s.") % facts
    )
    if check.clean:
        lines.append(
            _("Nothing wrong that can be seen here. Registration and people are checked on arrival.")
        )
    return lines
