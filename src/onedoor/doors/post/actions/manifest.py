"""What the print house gets with a batch: the PDF and its manifest, with totals but without names."""

import csv
import hashlib
import io
import json
from typing import Any

from django.conf import settings

from onedoor.doors.post.house import unseal_bytes
from onedoor.doors.post.models import Batch, Paper
from onedoor.doors.post.paper.letters import join_pdfs

COLUMNS = ("envelope", "letter", "kind", "language", "first_page", "pages", "sheets", "duplex", "sha256")


def write_files(batch: Batch) -> dict[str, bytes]:
    """What the print house gets: the PDF, and its manifest as a table and as JSON."""
    papers = list(batch.papers.select_related("pin_sheet").order_by("envelope", "position"))
    pdf = join_pdfs([unseal_bytes(row.pin_sheet.pdf if batch.is_secret else row.pdf) for row in papers])
    page = 1
    lines: list[dict[str, Any]] = []
    for row in papers:
        values = (
            row.envelope,
            row.number,
            row.kind,
            row.language,
            page,
            row.pages,
            count_sheets(row),
            "yes",
            row.sha256,
        )
        lines.append(dict(zip(COLUMNS, values, strict=True)))
        page += row.pages
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS)
    writer.writeheader()
    writer.writerows(lines)
    digest = hashlib.sha256(pdf).hexdigest()
    control: dict[str, Any] = {
        "batch": batch.number, "file": "letters.pdf", "sha256": digest, "envelopes": batch.letters,
        "letters": len(lines), "pages": page - 1, "sheets": sum(int(line["sheets"]) for line in lines),
        "window": settings.POST_WINDOW, "paper": "A4", "secret": batch.is_secret, "rows": lines,
    }  # fmt: skip
    return {
        "letters.pdf": pdf,
        "manifest.csv": table.getvalue().encode(),
        "manifest.json": json.dumps(control, indent=1).encode(),
    }


def count_sheets(row: Paper) -> int:
    """Sheets of paper, printed on both sides."""
    return (row.pages + 1) // 2
