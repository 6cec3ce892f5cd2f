"""A real Asterisk in a folder of its own, and a caller of flesh and SIP: for ``make telephony``.

Debian keeps Asterisk in unstable only, so it lives in a debootstrap root; nothing is installed on the
machine itself but SIPp (package sip-tester). Needs root, as debootstrap and chroot do.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

MIRROR = os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")
PACKAGES = ("asterisk", "asterisk-core-sounds-en", "espeak-ng")
SOUNDS = "/var/spool/onedoor"  # as Asterisk sees it
CONF = "/etc/onedoor-asterisk"
USER, PASSWORD = "onedoor", "harbour"  # listens on this machine only, for a minute
HTTP_PORT, SIP_PORT = 18088, 15060
TONES = Path("/usr/share/sip-tester")

FILES = {
    "asterisk.conf": f"""[directories]
astetcdir => {CONF}
astmoddir => MODULES
astvarlibdir => /var/lib/asterisk
astdbdir => /var/lib/asterisk
astkeydir => /var/lib/asterisk
astdatadir => /usr/share/asterisk
astagidir => /usr/share/asterisk/agi-bin
astspooldir => /var/spool/asterisk
astrundir => /var/run/asterisk
astlogdir => /var/log/asterisk
""",
    "modules.conf": "[modules]\nautoload=yes\nnoload => chan_iax2.so\nnoload => res_hep.so\n",
    "logger.conf": "[general]\n[logfiles]\nfull => notice,warning,error,verbose\n",
    "http.conf": f"[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport={HTTP_PORT}\n",
    "ari.conf": f"[general]\nenabled=yes\n[{USER}]\ntype=user\nread_only=no\npassword={PASSWORD}\n",
    "rtp.conf": "[general]\nrtpstart=20000\nrtpend=20500\n",
    "pjsip.conf": f"""[udp]
type=transport
protocol=udp
bind=127.0.0.1:{SIP_PORT}
[caller]
type=endpoint
context=in
disallow=all
allow=ulaw
dtmf_mode=auto
direct_media=no
[caller]
type=identify
endpoint=caller
match=127.0.0.1
""",
    "extensions.conf": """[in]
exten => _X.,1,Stasis(onedoor)
 same => n,Hangup()
[people]
exten => officer,1,Answer()
 same => n,Wait(2)
 same => n,Hangup()
exten => nobody,1,Ringing()
 same => n,Wait(90)
exten => leaves,1,Ringing()
 same => n,Wait(1)
 same => n,Hangup(17)
""",
}


def find_root() -> Path:
    """Where the Debian root is, or will be."""
    return Path(os.environ.get("ASTERISK_ROOT", Path(__file__).parents[2] / ".onedoor/asterisk")).resolve()


def install(root: Path) -> None:
    """debootstrap and apt, once: some 400 MB; says what to do where it cannot."""
    if (root / "usr/sbin/asterisk").exists():
        return
    for tool, package in (("debootstrap", "debootstrap"), ("sipp", "sip-tester")):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing: apt-get install {package}")
    if os.geteuid() != 0:
        sys.exit("debootstrap and chroot need root: sudo make telephony")
    root.mkdir(parents=True, exist_ok=True)
    run("debootstrap", "--variant=minbase", "sid", str(root), MIRROR)
    (root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")  # apt starts no service in there
    (root / "usr/sbin/policy-rc.d").chmod(0o755)
    (root / "etc/apt/apt.conf.d/99mirror").write_text('Acquire::Check-Valid-Until "false";\n')
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run("chroot", str(root), "apt-get", "update")
    run("chroot", str(root), "apt-get", "install", "-y", "--no-install-recommends", *PACKAGES)


def run(*command: str) -> None:
    """One command, quietly; what it said when it fails."""
    print("telephony:", *command, flush=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout[-1500:]}\n{done.stderr[-1500:]}")


@dataclass
class Asterisk:
    """Running in ``root`` until ``stop``."""

    root: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{HTTP_PORT}"

    @property
    def sounds(self) -> Path:
        return self.root / SOUNDS.lstrip("/")

    def start(self) -> None:
        """Writes its settings, starts it in the foreground and waits until ARI answers."""
        place = self.root / CONF.lstrip("/")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        modules = next(self.root.glob("usr/lib/*/asterisk/modules"))
        for name, text in FILES.items():
            (place / name).write_text(text.replace("MODULES", f"/{modules.relative_to(self.root)}"))
        self.sounds.mkdir(parents=True, exist_ok=True)
        (self.root / "var/run/asterisk").mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            ["chroot", str(self.root), "asterisk", "-f", "-C", f"{CONF}/asterisk.conf"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(150):
            try:
                if httpx.get(f"{self.address}/ari/asterisk/info", auth=(USER, PASSWORD)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        sys.exit(f"Asterisk did not begin to answer. Its log: {self.root}/var/log/asterisk/full")

    def version(self) -> str:
        """As it calls itself."""
        info = httpx.get(f"{self.address}/ari/asterisk/info", auth=(USER, PASSWORD)).json()
        return f"Asterisk {info['system']['version']}"

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)
