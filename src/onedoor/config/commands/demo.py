"""``onedoor demo …``: fill the city, show its logins, give a program a key, move its clock."""

from datetime import UTC, datetime, timedelta

import click
from django.conf import settings

from onedoor.config.demo import cast, personas
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.services import queries as services
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust


@click.group()
def demo() -> None:
    """Harbour City: twenty thousand invented people and a year of history."""


@demo.command()
@click.option(
    "--people",
    "size",
    default=20_000,
    show_default=True,
    envvar="ONEDOOR_DEMO_PEOPLE",
    help="How many people.",
)
def fill(size: int) -> None:
    """Fill the city, unless somebody lives in it already."""
    from onedoor.config.demo.filling import FIRST_START, fill

    if services.get_season("income-tax", "YA2025") is not None:
        click.echo("demo city: filled already")
        return
    fill(size)
    clock.set_demo_clock(settings.HOME / "clock", FIRST_START)
    click.echo(f"demo city: {size:,} people; its date is {FIRST_START:%A %d %B %Y}")


@demo.command()
def logins() -> None:
    """Who can sign in, what each shows, and the one-time code of this moment."""
    click.echo(f"every password is   {cast.PASSWORD}")
    click.echo(f"one-time code now   {_code()}   (new every 30 seconds: onedoor demo code)")
    for citizen in cast.CITIZENS:
        click.echo(f"  {citizen.email:<28} {citizen.shows['en']}")
    for _, email, story in personas.list_logins():
        click.echo(f"  {email:<28} {story['en']}")
    for officer in cast.OFFICERS:
        click.echo(f"  {officer.email:<28} {officer.role.replace('-', ' ')}, {officer.agency}")
    for partner in cast.PARTNERS:
        click.echo(f"  {cast.clerk_of(partner):<28} sends the files of a partner organisation")


@demo.command()
def code() -> None:
    """The one-time code that a demo login's authenticator shows now."""
    click.echo(_code())


@demo.command()
def packet() -> None:
    """Print a village agent's packet, ready to send at the desk: onedoor demo packet > packet.json"""
    from onedoor.config.demo.village import pack_two_days

    agent = next((one for one in cast.OFFICERS if one.role == "village-agent"), None)
    account = trust.find_account(agent.email) if agent else None
    if not settings.DEMO or account is None:
        raise click.ClickException("There is no village agent here: this is no demo city.")
    at = clock.now()
    by = trust.actor_for(account.id, door="desk", assurance=3, at=at)
    click.echo(pack_two_days(by, at=at))


@demo.command()
@click.argument("email")
def key(email: str) -> None:
    """Print a key with which a program acts for the citizen EMAIL over the API."""
    account = trust.find_account(email)
    if not settings.DEMO or account is None or account.customer is None:
        raise click.ClickException(f"'{email}' is no citizen of a demo city; see 'onedoor demo logins'.")
    issued = trust_actions.issue_partner_key(
        partner="demo",
        label=f"A program of {account.name}",
        customer=account.customer,
        by=SYSTEM,
        at=clock.now(),
    )
    click.echo(issued.secret)


@demo.command(name="clock")
@click.argument("time", required=False)
def move_clock(time: str | None) -> None:
    """Show the city's time; with TIME (such as 18:05), move on to when it is next that late."""
    here = clock.local(clock.now())
    if time:
        hour, minute = (int(part) for part in time.split(":"))
        wanted = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        here = wanted if wanted >= here else wanted + timedelta(days=1)
        clock.set_demo_clock(settings.HOME / "clock", here)
    click.echo(f"{here:%A %d %B %Y, %H:%M}")


def _code() -> str:
    return trust.demo_totp_code(cast.TOTP_SECRET, datetime.now(UTC))
