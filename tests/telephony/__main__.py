"""``make telephony``: the calls of tests/doors/phone/test_ari_calls.py, over SIP and a real Asterisk."""

import os
import subprocess
import sys

from tests.telephony.asterisk import Asterisk, find_root, install

CALLS = (
    "tests/doors/phone/test_ari_calls.py",
    "tests/doors/phone/test_whole_calls.py::test_over_an_exchange_status_answer_pin_rating_and_a_person",
)


def main(arguments: list[str]) -> int:
    """The exit code of the calls; what was said and pressed is printed as it happens."""
    root = find_root()
    install(root)
    exchange = Asterisk(root)
    exchange.start()
    print(f"telephony: {exchange.version()} listens on {exchange.address}", flush=True)
    command = [sys.executable, "-m", "pytest", "-s", "-v", *(arguments or CALLS)]
    try:
        return subprocess.run(
            command, env={**os.environ, "ONEDOOR_ASTERISK": str(root)}, check=False
        ).returncode
    finally:
        exchange.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
