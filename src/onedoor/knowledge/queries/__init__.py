"""Reads of the knowledge room."""

from onedoor.knowledge.queries.answers import (
    get_answer,
    list_answers_of,
    list_answers_of_service,
    list_topics,
)
from onedoor.knowledge.queries.editing import (
    WRITERS,
    find_draft,
    get_version,
    list_drafts,
    list_fact_names,
    list_helpfulness,
    list_stale,
    list_unanswered,
    list_versions,
)
from onedoor.knowledge.queries.parity import check_parity
from onedoor.knowledge.queries.searching import find_answers, find_answers_in

__all__ = [
    "WRITERS",
    "check_parity",
    "find_answers",
    "find_answers_in",
    "find_draft",
    "get_answer",
    "get_version",
    "list_answers_of",
    "list_answers_of_service",
    "list_drafts",
    "list_fact_names",
    "list_helpfulness",
    "list_stale",
    "list_topics",
    "list_unanswered",
    "list_versions",
]
