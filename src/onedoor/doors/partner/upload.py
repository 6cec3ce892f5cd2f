"""The file in a request's body, held on disk when it is large."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.http import HttpRequest

IN_MEMORY = 4 << 20
PIECE = 1 << 20


@contextmanager
def received_file(request: HttpRequest) -> Iterator[BinaryIO]:
    """The part named ``file`` of a form, else the whole body; can be read again from its beginning."""
    if (request.content_type or "").startswith("multipart/"):
        part = request.FILES.get("file")
        if part is not None and part.file is not None:
            yield cast(BinaryIO, part.file)
            return
    with SpooledTemporaryFile(max_size=IN_MEMORY) as held:
        while piece := request.read(PIECE):
            held.write(piece)
        held.seek(0)
        yield cast(BinaryIO, held)
