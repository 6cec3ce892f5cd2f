"""Dovecot as an ordinary process: another mail server than the demo city's, where it is installed."""

import getpass
import grp
import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
STARTS_WITHIN = 15.0
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


@contextmanager
def running(password: str) -> Iterator[int]:
    """The port on which it serves; every mailbox opens with the password."""
    assert PROGRAM
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    # its sockets lie in the folder, and the names of sockets are short
    with tempfile.TemporaryDirectory(prefix="mail-", dir="/tmp") as folder:
        is_root = os.getuid() == 0
        user = "nobody" if is_root else getpass.getuser()
        group = grp.getgrgid(65534 if is_root else os.getgid()).gr_name
        place = Path(folder)
        (place / "mail").mkdir()
        if is_root:
            place.chmod(0o755)
            shutil.chown(place / "mail", user)
        settings = {"folder": folder, "user": user, "group": group, "password": password, "port": port}
        (place / "conf").write_text(CONFIGURATION.format(**settings))
        process = subprocess.Popen([PROGRAM, "-F", "-c", str(place / "conf")], stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()
            process.wait(10)


def _wait(port: int) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=5).shutdown()
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("Dovecot does not answer")
