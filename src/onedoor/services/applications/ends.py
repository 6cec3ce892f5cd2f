"""How a season ends for those who did not sign: which stage a day is in, and whom it fits."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from onedoor.kernel.text import Text
from onedoor.services.applications.differences import changed_lines
from onedoor.services.applications.document import count_disputed, is_declared, load
from onedoor.services.applications.pages import list_pages
from onedoor.services.applications.reckoning import Reckoning
from onedoor.services.files.schema import Season, ServiceFile
from onedoor.services.letters.templates import say_day
from onedoor.services.models import Application

CLOSING, OVER = "closing", "over"

ASSESS_SOON: Text = {
    "en": "Look at what we prepared by {closes}. If you do nothing, you are assessed as prepared.",
    "zh-hans": "请于{closes}前核对我们为您备好的内容；如您不作任何操作，我们将按备好的内容核定。",
}
SIGN_SOON: Text = {
    "en": "Look at what we prepared and sign by {closes}.",
    "zh-hans": "请核对我们为您备好的内容，并于{closes}前签名。",
}
ANSWER_SOON: Text = {
    "en": "Something is still open in what we prepared. Finish it and sign by {closes}.",
    "zh-hans": "我们备好的内容中仍有待完成的事项，请补充并于{closes}前签名。",
}
STILL_OPEN: Text = {
    "en": "The last day was {closes}, and something is still open that only you can settle. Finish and sign.",
    "zh-hans": "办理期限为{closes}，现已届满，但仍有须由您本人确认的事项。请尽快补充并签名。",
}


def stage_of(season: Season, day: date) -> str:
    """``closing`` in the days before the last one to sign, ``over`` from the day of notice on."""
    if day >= season.notice:
        return OVER
    first = season.closes - timedelta(days=season.remind_days)
    return CLOSING if first <= day <= season.closes else ""


def is_as_prepared(row: Application, file: ServiceFile, reckoning: Reckoning) -> bool:
    """Whether it can stand without its person: nothing is missing or disputed, nothing is only her
    own unsigned word, and the rules give what she was shown."""
    stored = load(file, row.values)
    return (
        row.state == "draft"
        and reckoning.decision is not None
        and not count_disputed(stored)
        and not any(is_declared(item) for item in stored)
        and not changed_lines(row.outcome, reckoning, pack=(row.pack, row.pack_fingerprint))
        and all(page.complete for page in list_pages(file, row.answers, stored))
    )


def reminder(season: Season, *, complete: bool) -> Text:
    """What the reminder before the last day says."""
    if not complete:
        return _dated(ANSWER_SOON, season)
    return _dated(ASSESS_SOON if season.unsigned == "assess" else SIGN_SOON, season)


def late_notice(season: Season) -> Text:
    """What is said when the day of notice has come and the draft cannot stand as it is."""
    return _dated(STILL_OPEN, season)


def _dated(text: Mapping[str, Any], season: Season) -> Text:
    return {
        language: words.format(closes=say_day(season.closes, language)) for language, words in text.items()
    }
