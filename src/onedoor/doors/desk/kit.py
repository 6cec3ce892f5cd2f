"""A village kit as one file: no network, nothing from elsewhere, in both languages, to read and print
where JavaScript is off."""

from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onedoor.dialogue.types import KitContent
from onedoor.kernel import clock
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.types import PART_TEXTS, PARTS

WORDS: dict[str, Any] = {
    "title": _("Village kit"),
    "agent": _("Agent"),
    "good_to": _("Good until"),
    "over": _("This kit is over. Take a new one before you ask anybody."),
    "lead": _(
        "Fill in a form with one person after another. Each is sealed at once: nobody can read it on this "
        "device again, you neither. Save the packet, and send it when you are back."
    ),
    "cannot": _("This browser cannot seal what is written. Read and print the kit, and write on paper."),
    "version": _("Version"),
    "answers": _("What people ask"),
    "applies": _("Only if it applies to her."),
    "optional": _("may stay empty"),
    "later": _("Not here: she brings or sends it later."),
    "yes": _("Yes"),
    "no": _("No"),
    "add": _("One more"),
    "she": _("Who she is, and her own word"),
    "number": _("Her customer number, or the reference of one of her requests"),
    "pin": _("Her PIN for telephone and text: she types it herself"),
    "pin_help": _(
        "With it the form is hers as soon as it arrives. Without it, it waits for her for 60 days, and she "
        "takes it up with the code on her slip. It signs nothing."
    ),
    "reach": _("Where does she want her receipt?"),
    "reach_none": _("Nowhere"),
    "reach_email": _("E-mail"),
    "reach_phone": _("Text message"),
    "address": _("Address or number"),
    "word": _("She has heard what stands here and says that it may be sent for her."),
    "done": _("Done with this person: seal it"),
    "slip": _("Write this code on her slip:"),
    "slip_help": _("With it she takes up her form on the web or at a counter. It is not shown again."),
    "packed": _("Sealed on this device:"),
    "save": _("Save the packet"),
    "saved": _("Saved. Send the file as soon as you have network."),
    "forget": _("Forget what was sent"),
    "forget_sure": _("Only when the house said what became of each. Forget it?"),
    "required": _("Answer this question."),
    "figure": _("Write a number."),
    "low": _("This is too low."),
    "high": _("This is too high."),
    "form": _("This does not look right. Check it."),
    "mend": _("Some answers must be mended."),
}  # fmt: skip


def write_kit(content: KitContent) -> bytes:
    """The whole file."""
    context = {
        "content": content,
        "words": {name: _in_each(words) for name, words in WORDS.items()},
        "parts": {kind: [(part, PART_TEXTS[part]) for part in names] for kind, names in PARTS.items()},
        "ahead": _ahead(),
        "languages": [("en", "en", "English", "en-GB"), ("zh-hans", "zh-Hans", "简体中文", "zh-CN")],
    }
    page = render_to_string("desk/village/kit.html", context)
    return "\n".join(line.strip() for line in page.splitlines() if line.strip()).encode()


def _in_each(words: Any) -> Text:
    said: Text = {}
    for language in LANGUAGES:
        with override(language):
            said = {**said, language: str(words)}
    return said


def _ahead() -> int:
    """By how many milliseconds the city's clock is ahead of the device's: 0, but in the demo city."""
    ahead = (clock.now() - datetime.now(UTC)).total_seconds()
    return round(ahead * 1000) if abs(ahead) > 1 else 0
