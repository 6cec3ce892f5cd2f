"""When the time of this room's rows is over."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import aged, keep

WITH_ITS_APPLICATION = ("Signature", "AgencyTask", "BroughtValue", "Wait", "Attachment")


def declare_all() -> None:
    """Called once the app registry is ready."""
    keep(
        aged(
            "services.Application", "closed_at", _("after the application closed"),
            takes=tuple(f"services.{model}" for model in WITH_ITS_APPLICATION),
        ),
        aged("services.Offer", "answered_at", _("after it was answered")),
        aged("services.SeasonChunk", "done_at", _("after it was drafted"), _("Lists of a season")),
    )  # fmt: skip
