"""``onedoor``: the house's command line. Commands that need no database do not load one."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from onedoor.config.ground.running import join_run

GROUPS = {
    "catalogue": ("onedoor.services.commands", "catalogue", False),
    "answers": ("onedoor.knowledge.commands", "answers", True),
    "partner": ("onedoor.exchange.commands", "partner", False),
    "journal": ("onedoor.config.commands.journal", "journal", True),
    "demo": ("onedoor.config.commands.demo", "demo", True),
    "story": ("onedoor.config.commands.story", "story", True),
    "listen": ("onedoor.config.commands.listen", "listen", True),
    "network": ("onedoor.config.commands.network", "network", False),
    "keys": ("onedoor.config.commands.keys", "keys", True),
    "worker": ("onedoor.config.commands.worker", "worker", True),
    "duty": ("onedoor.config.commands.duty", "duty", True),
    "retention": ("onedoor.config.commands.retention", "retention", True),
    "docs": ("onedoor.config.commands.docs", "docs", True),
    "manage": ("onedoor.config.commands.manage", "manage", True),
}


class House(click.Group):
    """Loads a command's module, and Django if it needs it, only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in GROUPS:
            return None
        module, name, needs_database = GROUPS[cmd_name]
        join_run()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
        import django

        django.setup()
        if needs_database:
            from onedoor.kernel.actors import SYSTEM
            from onedoor.kernel.scope import work_as

            work_as(SYSTEM)
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=House, help="One door to the whole of government.")
@click.version_option(package_name="onedoor")
def main(**_: Any) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main())
