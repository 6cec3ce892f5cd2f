"""Load over HTTP from a process of its own: so many connections, each asking again once it is answered."""

import asyncio
import itertools
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context


@dataclass(frozen=True, slots=True)
class Shot:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""

    def to_bytes(self, port: int) -> bytes:
        """The request as it travels."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Language: en"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body.encode())}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a volley: seconds of every answer in order, and how long all of it took."""

    seconds: Sequence[float]
    took: float

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def rate(self) -> float:
        return self.count / self.took

    def share(self, part: float) -> float:
        """So much of all answers came within this time."""
        return self.seconds[min(self.count - 1, int(self.count * part))] if part != 0.5 else self.median

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def fire(port: int, shots: Sequence[Shot], *, connections: int, seconds: float | None) -> Result:
    """Fire the shots in turn for so long, or each of them once.

    Raises AssertionError when an answer is not 200 or 201.
    """
    written = [shot.to_bytes(port) for shot in shots]
    with get_context("fork").Pool(1) as pool:
        return pool.apply(_run, (port, written, connections, seconds))


def _run(port: int, written: list[bytes], connections: int, seconds: float | None) -> Result:
    return asyncio.run(_volley(port, written, connections, seconds))


async def _volley(port: int, written: list[bytes], connections: int, seconds: float | None) -> Result:
    taken: list[float] = []
    started = time.perf_counter()
    end = None if seconds is None else started + seconds
    await asyncio.gather(
        *(_ask(port, written[place::connections], end, taken) for place in range(connections))
    )
    return Result(sorted(taken), time.perf_counter() - started)


async def _ask(port: int, written: list[bytes], end: float | None, taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in written if end is None else itertools.cycle(written):
        started = time.perf_counter()
        if end is not None and started >= end:
            break
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        status, _, rest = head.partition(b"\r\n")
        lengths = [line[15:] for line in rest.split(b"\r\n") if line[:15].lower() == b"content-length:"]
        assert lengths, head[:500]
        body = await reader.readexactly(int(lengths[0]))
        taken.append(time.perf_counter() - started)
        assert status.split()[1] in (b"200", b"201"), (status, body[:300])
    writer.close()
