"""When the time of this door's rows is over: they live for days."""

from django.utils.translation import gettext_lazy as _

from onedoor.people.rules import aged, keep

CONVERSATION = ("session", "dialogue.Session")
TABLES = ("mail_door.Correspondence", "mail_door.Heard", "mail_door.Reply")


def declare_all() -> None:
    """Called once the app registry is ready."""
    keep(
        aged(
            "mail_door.Correspondence", "heard_at", _("after the last mail"), _("E-mail conversations"),
            nightly=True, through=CONVERSATION,
        ),
        aged("mail_door.Heard", "heard_at", _("after it came in"), _("Marks of e-mails"), nightly=True),
        aged(
            "mail_door.Reply", "made_at", _("after it was made"), _("Replies by e-mail"), nightly=True,
            through=CONVERSATION,
        ),
    )  # fmt: skip
