"""A file's bytes: its fingerprint, its size and the encoding it is written in, read in pieces."""

import codecs
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from onedoor.exchange.intake.codes import FileRefused

PIECE = 1 << 20
LARGEST = 1 << 30
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over the bytes tells."""

    sha256: str
    size: int
    encoding: str


def as_stream(file: bytes | BinaryIO) -> BinaryIO:
    """Bytes or an open file as something that can be read twice."""
    return io.BytesIO(file) if isinstance(file, bytes) else file


def fingerprint(file: BinaryIO) -> tuple[str, int]:
    """The SHA-256 and the size of the whole file."""
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(file):
        digest.update(piece)
        size += len(piece)
        if size > LARGEST:
            raise FileRefused("F08")
    return digest.hexdigest(), size


def survey(file: BinaryIO) -> Survey:
    """Fingerprint the file and find its encoding: UTF-8 with or without mark, GB18030, UTF-16."""
    sha256, size = fingerprint(file)
    if size == 0:
        raise FileRefused("F01")
    file.seek(0)
    beginning = file.read(4)
    marked = [encoding for mark, encoding in _MARKS if beginning.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        if _decodes(file, encoding):
            return Survey(sha256, size, encoding)
    raise FileRefused("F02")


@contextmanager
def opened(file: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The file as text from its beginning; it stays open afterwards."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for piece in _pieces(file):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece
