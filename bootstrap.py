"""Sets up .venv from the lock file, then hands over to ``onedoor.config.ground``.

Needs Python 3.11 or later and nothing else: no uv, no HOME, no environment. Standard library only.
"""

import hashlib
import os
import shutil
import ssl
import subprocess
import sys
import venv
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
LOCK, PIP_LOCK = ROOT / "uv.lock", ROOT / "requirements.lock"
UV = "uv==0.13.9"
VERBS = ("run", "test", "check", "fix", "bench", "docs", "telephony")


def main() -> NoReturn:
    """``python3 bootstrap.py VERB [ARGUMENTS]``"""
    if sys.version_info < (3, 11):  # noqa: UP036  # the system's python3 may be older
        fail("needs Python 3.11 or later", "run it with python3.11 or newer")
    if len(sys.argv) < 2 or sys.argv[1] not in VERBS:
        fail(f"say one of: {' '.join(VERBS)}", "for example `make run`")
    os.environ.update(writable_places())
    make_venv()
    install_packages(wanted_groups(sys.argv[1]))
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.execv(PYTHON, [str(PYTHON), "-m", "onedoor.config.ground", *sys.argv[1:]])  # noqa: S606  # no shell is the point


def wanted_groups(verb: str) -> tuple[str, ...]:
    """The lock's groups that the verb needs; a Node of our own only where the machine has none."""
    return (*(() if verb == "run" else ("dev",)), *(() if shutil.which("npm") else ("node",)))


def writable_places() -> dict[str, str]:
    """A home and caches below .onedoor for whoever has none, or one that cannot be written."""
    if os.environ.get("HOME") == "":
        del os.environ["HOME"]  # empty would mean the root folder; unset means the account's own
    home = os.path.expanduser("~")
    if os.access(home, os.W_OK):
        return {"HOME": home}
    spare = ROOT / ".onedoor/cache"
    spare.mkdir(parents=True, exist_ok=True)
    return {"HOME": str(spare)}


def make_venv() -> None:
    """Creates .venv, again where its Python no longer runs."""
    probe = [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    if PYTHON.exists() and subprocess.run(probe, capture_output=True, check=False).returncode == 0:
        return
    say(f"making .venv with Python {sys.version.split()[0]}")
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, OSError):
        shutil.rmtree(VENV, ignore_errors=True)
        uv = shutil.which("uv")
        if not (uv and try_call([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])):
            fail("this Python cannot make a virtual environment", "Debian: sudo apt-get install python3-venv")


def install_packages(groups: tuple[str, ...]) -> None:
    """Brings .venv to the lock; a stamp lets later runs skip it."""
    stamp = VENV / "onedoor-stamp"
    mark = compute_mark()
    done = stamp.read_text().split() if stamp.exists() else []
    if done[:1] == [mark] and set(groups) <= set(done[1:]):
        return
    groups = tuple(sorted({*groups, *(done[1:] if done[:1] == [mark] else ())}))
    say("installing the locked packages; the first time takes a minute or two")
    if not (install_with_uv(groups) or install_with_pip()):
        fail("the packages could not be installed", "is https://pypi.org reachable from here?")
    stamp.write_text(" ".join((mark, *groups)))


def compute_mark() -> str:
    """Changes whenever the packages in .venv may no longer be those of the lock."""
    version = subprocess.run([PYTHON, "--version"], capture_output=True, text=True, check=True).stdout
    return hashlib.sha256(LOCK.read_bytes() + version.encode() + str(ROOT).encode()).hexdigest()


def install_with_uv(groups: tuple[str, ...]) -> bool:
    """With uv from PATH, or a pinned one inside .venv; False where neither can be had or it fails."""
    uv = shutil.which("uv") or str(VENV / "bin/uv")
    if not Path(uv).exists() and not try_call([*pip(), "install", "--quiet", UV]):
        return False
    chosen = [f"--group={group}" for group in groups]
    # --inexact: what a developer added by hand, and pip itself, may stay
    return try_call([uv, "sync", "--frozen", "--inexact", "--quiet", *chosen])


def install_with_pip() -> bool:
    """The same versions by hash, slower; pip's lock holds the dev group too."""
    say("uv cannot be had here or failed; installing with pip")
    locked = try_call([*pip(), "install", "--quiet", "--require-hashes", "-r", str(PIP_LOCK)])
    return locked and try_call([*pip(), "install", "--quiet", "--no-deps", "--editable", str(ROOT)])


def pip() -> list[str]:
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]


def try_call(command: list[str]) -> bool:
    """Whether the command could be run and succeeded."""
    environment = {
        **os.environ,
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON": str(PYTHON),
        "UV_PYTHON_DOWNLOADS": "never",
        "PIP_ROOT_USER_ACTION": "ignore",
    }
    if ssl.get_default_verify_paths().cafile:  # what this machine trusts, a company's proxy included
        environment.setdefault("UV_SYSTEM_CERTS", "true")
    environment.pop("VIRTUAL_ENV", None)
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def say(message: str) -> None:
    print(f"onedoor: {message}", flush=True)


def fail(message: str, remedy: str) -> NoReturn:
    """Ends with one line that says what is wrong and what to do."""
    sys.exit(f"onedoor: {message}: {remedy}")


if __name__ == "__main__":
    main()
