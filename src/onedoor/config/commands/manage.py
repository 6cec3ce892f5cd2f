"""``onedoor manage …``: Django's own commands."""

import click
from django.core.management import execute_from_command_line


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's commands, such as migrate or check."""
    execute_from_command_line(["onedoor manage", *arguments])
