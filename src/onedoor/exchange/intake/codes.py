"""Every code a file or a row can be answered with, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ROW_CODES: dict[str, Any] = {
    "E01": _("The organisation was not registered on this date. Leave the row out, or correct the date."),
    "E02": _(
        "The organisation was suspended or revoked on this date. Leave the row out, or correct the date."
    ),
    "E03": _("The person's number is mistyped: its check character does not agree. Ask the person again."),
    "E04": _(
        "Nobody with this number is known yet. The row waits 30 days and is added when the person registers."
    ),
    "E05": _("The amount must be above 0, below 100,000,000,000, with at most two decimals. Correct it."),
    "E06": _("The date is missing, unreadable or outside the basis year. Write it as 2024-05-31."),
    "E07": _("This receipt or person was already reported. Send a change in a file with batchIndicator A."),
    "E10": _("A required field is empty or too long. Fill it in; 64 characters at most."),
}
FILE_CODES: dict[str, Any] = {
    "E08": _("The number of rows or the total differs from what the header says: the file may be cut off."),
    "E09": _("There is no original batch to amend. Send the original first, with batchIndicator O."),
    "F01": _("The file is empty."),
    "F02": _("The text cannot be read. Save the file as UTF-8 (or GB18030) and send it again."),
    "F03": _("This is not the CSV or JSON of this feed, or it is cut off. Compare it with the example file."),
    "F04": _("A column is missing, unknown or doubled. Use exactly the column names of the example file."),
    "F05": _("A row has too few or too many fields: the file may be cut off, or a comma is not in quotes."),
    "F06": _("The header holds a value that cannot be right. Correct it and send the whole file again."),
    "F07": _("The header names another organisation than the one that sends the file."),
    "F08": _("The file is too large. Send it in parts of at most 2,000,000 rows."),
    "F09": _("This feed is not open to organisations of your kind."),
}


class FileRefused(Exception):
    """The whole file is refused. ``detail`` names the column or value at fault, never a person."""

    def __init__(self, code: str, *, line: int = 0, detail: str = "") -> None:
        super().__init__(f"{code} line {line} {detail}")
        self.code, self.line, self.detail = code, line, detail


def explain(code: str) -> Any:
    """What ``code`` means and what to do, lazily translated."""
    return ROW_CODES.get(code) or FILE_CODES.get(code) or code
