"""``python -m onedoor.config.ground.filling [LOGINS]``: tables and demo city, with Django loaded once.

With a file to write them to, it also fills the demo city and notes its logins.
"""

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from onedoor.config.cli import main

# The tests check the models; checking them again at every start takes longer than migrating.
MIGRATE = ("manage", "migrate", "--no-input", "--verbosity", "0", "--skip-checks")


def fill(arguments: Sequence[str]) -> None:
    """Brings the database to where the product can open."""
    _do(*MIGRATE)
    print("database: up to date", flush=True)
    for logins in arguments:
        _do("catalogue", "publish", "--shipped")
        _do("demo", "fill")
        _do("answers", "load")
        with Path(logins).open("w", encoding="utf-8") as file, redirect_stdout(file):
            _do("demo", "logins")


def _do(*command: str) -> None:
    main(command, prog_name="onedoor", standalone_mode=False)


if __name__ == "__main__":
    fill(sys.argv[1:])
