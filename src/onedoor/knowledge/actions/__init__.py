"""Writes of the knowledge room."""

from onedoor.knowledge.actions.loading import load_articles
from onedoor.knowledge.actions.marking import mark_helpful, note_unanswered
from onedoor.knowledge.actions.reviewing import mark_stale, review_answer
from onedoor.knowledge.actions.writing import (
    approve_draft,
    discard_draft,
    draft_answer,
    offer_draft,
    propose_answer,
)
from onedoor.knowledge.facts import take_facts_from

__all__ = [
    "approve_draft",
    "discard_draft",
    "draft_answer",
    "load_articles",
    "mark_helpful",
    "mark_stale",
    "note_unanswered",
    "offer_draft",
    "propose_answer",
    "review_answer",
    "take_facts_from",
]
