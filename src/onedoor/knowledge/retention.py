"""When the time of this room's rows is over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.knowledge.models import ArticleVersion
from onedoor.people.rules import KeepRule, aged, back, keep, period_of


def declare_all() -> None:
    """Called once the app registry is ready."""
    keep(
        KeepRule(
            "knowledge.ArticleVersion", _("after it was replaced"), _replaced, title=_("Versions of answers")
        ),
        aged("knowledge.HelpComment", "said_at", _("after it was written"), _("Words about answers")),
        aged("knowledge.UnansweredSearch", "last_at", _("after it was last searched"), _("Searches in vain")),
    )


def _replaced(at: datetime) -> QuerySet[ArticleVersion]:
    """Versions whose successor came into force a whole period ago."""
    approved = ArticleVersion.objects.filter(state="approved")
    later = approved.filter(
        article=OuterRef("article"),
        effective_from__gt=OuterRef("effective_from"),
        effective_from__lte=back(at, period_of(ArticleVersion)),
    )
    return approved.filter(Exists(later))
