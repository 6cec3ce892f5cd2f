"""The listener bound to a message centre that somebody else wrote: the npm package ``smpp``."""

import json
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from django.db import connections

from onedoor.doors.text.smpp import Bound

pytestmark = pytest.mark.django_db(transaction=True)
PEER = Path(__file__).with_name("peer.js")


def has_peer() -> bool:
    node = shutil.which("node")
    return bool(node) and subprocess.run([node, "-e", "require('smpp')"], capture_output=True).returncode == 0


@pytest.mark.skipif(
    not has_peer(), reason="needs node and the npm package smpp (npm install smpp, NODE_PATH)"
)
def test_another_hands_message_centre_is_answered() -> None:
    node = shutil.which("node")
    assert node
    with subprocess.Popen([node, str(PEER)], stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdout
        try:
            port = json.loads(peer.stdout.readline())["port"]
            stop = threading.Event()

            def run() -> None:
                Bound("127.0.0.1", port, system_id="onedoor", password="x", own_number="1800").run(stop)
                connections.close_all()

            listener = threading.Thread(target=run, daemon=True)
            listener.start()
            said = json.loads(peer.stdout.readline())
            stop.set()
            listener.join(timeout=10)
        finally:
            peer.kill()
    assert said["to"] == "6580000009"
    assert "1 English" in said["text"]
    assert "中文" in said["text"]
