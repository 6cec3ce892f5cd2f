"""``python -m onedoor.config.ground VERB``: what the Makefile's verbs do once packages are there."""

import sys
from collections.abc import Callable, Mapping, Sequence

from onedoor.config.ground import checks
from onedoor.config.ground.assets import AssetsFailed, build_assets
from onedoor.config.ground.catalogs import compile_catalogs
from onedoor.config.ground.chromium import ChromiumMissing
from onedoor.config.ground.debian import WordsUnreadable
from onedoor.config.ground.privilege import PostgresFailed
from onedoor.config.ground.processes import Stopped, stop_on_signals
from onedoor.config.ground.run import RunFailed, run
from onedoor.config.ground.running import AlreadyRunning

VERBS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "run": lambda _: run(),
    "test": checks.test,
    "check": checks.check,
    "fix": checks.fix,
    "bench": checks.bench,
    "telephony": checks.telephony,
    "docs": checks.docs,
}
REMEDIED = (AssetsFailed, ChromiumMissing, WordsUnreadable, PostgresFailed, RunFailed, AlreadyRunning)


def main(arguments: Sequence[str]) -> int:
    """Prepares what the verb needs, then does it; a failure is one line that says what to do."""
    verb, *rest = arguments
    stop_on_signals()
    try:
        if verb != "fix":
            prepare()
        return VERBS[verb](rest)
    except REMEDIED as failure:
        print(f"onedoor: {failure}", file=sys.stderr)
        return 1
    except Stopped as stopped:
        print("\nstopped", flush=True)
        return 0 if verb == "run" else 128 + stopped.asked_by


def prepare() -> None:
    """Message catalogues and browser assets, where they are missing or stale."""
    if compiled := compile_catalogs():
        print(f"languages: compiled {compiled} catalogues", flush=True)
    if build_assets():
        print("assets: built", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
