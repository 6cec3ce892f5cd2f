"""What the demo city's small servers share: JSON in, JSON out, and nothing in a log."""

import json
from http.server import BaseHTTPRequestHandler
from typing import Any

MOST_BODY = 200_000


class JsonHandler(BaseHTTPRequestHandler):
    """A request whose body and answer are JSON objects."""

    def log_message(self, *_what: object) -> None:
        """Numbers, texts and addresses are logged nowhere."""

    def read_json(self) -> dict[str, Any] | None:
        """What was sent; None where it is no JSON object."""
        length = min(int(self.headers.get("Content-Length") or 0), MOST_BODY)
        try:
            given = json.loads(self.rfile.read(length) or b"{}")
        except ValueError:
            return None
        return given if isinstance(given, dict) else None

    def answer(self, status: int, body: dict[str, Any]) -> None:
        """Send it."""
        content = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
