"""Codes and states in words."""

from django import template

from onedoor.exchange import queries
from onedoor.exchange.types import CorrectionState, CorrectionView

register = template.Library()


@register.filter
def told(code: str) -> str:
    """What a code means and what to do."""
    return queries.explain_code(code)


@register.filter
def answered(question: CorrectionView) -> str:
    """How a question stands."""
    return str(CorrectionState(question.state).label)
