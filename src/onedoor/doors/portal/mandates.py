"""How a mandate is shown, and the questions by which somebody is asked to take one."""

from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid
from onedoor.kernel.text import pick
from onedoor.look.questions import Kind, Option, Question
from onedoor.people import queries as people
from onedoor.people.types import EVERY_SERVICE, MandateRole
from onedoor.services import queries as services


def ask_whom(customer: UUID, typed: QueryDict, refusal: Invalid | None) -> list[Question]:
    """Whom to ask, as what, for which services and until when, with what was typed so far."""
    roles = tuple(Option(role.value, role.label) for role in people.roles_for(customer))
    offered = tuple(Option(one.code, pick(one.title)) for one in services.list_services(at=clock.now()))
    scope = (Option("every", _("Every service")), Option("some", _("Only the services that I tick")))
    day = {part: typed.get(f"active_to.{part}", "") for part in ("day", "month", "year")}

    def question(name: str, kind: Kind, label: Any, **more: Any) -> Question:
        error = refusal.message if refusal and refusal.field == name else ""
        facts: dict[str, Any] = {"value": typed.get(name, ""), "error": error} | more
        return Question(name=name, kind=kind, label=label, **facts)

    return [
        question("name", "text", _("Name"), autocomplete="off"),
        question("contact", "text", _("E-mail address or telephone number"), autocomplete="off"),
        question("role", "choice", _("As what?"), options=roles),
        question(
            "scope", "choice", _("In which services?"), options=scope, value=typed.get("scope", "every")
        ),
        question(
            "services", "choices", _("Services"), options=offered, value=typed.getlist("services"),
            required=False,
        ),
        question(
            "active_to", "date", _("Until when?"), value=day, required=False,
            hint=_("Leave it empty if it has no end. You can end it at any time."),
        ),
        question(
            "evidence", "text", _("On what it rests"), required=False,
            hint=_("For example: decision of the owners of 3 March."),
        ),
    ]  # fmt: skip


def show_mandate(one: Any) -> dict[str, Any]:
    """A mandate, or an invitation to one, with its names in the reader's language."""
    language = get_language() or "en"
    titles = {service.code: service.title for service in services.list_services(at=clock.now())}
    named = hasattr(one, "holder_name")
    return {
        "one": one,
        "giver": _in(language, one.giver_name, one.giver_name_zh),
        "holder": _in(language, one.holder_name, one.holder_name_zh) if named else one.name,
        "role": MandateRole(one.role).label,
        "services": []
        if EVERY_SERVICE in one.services
        else [titles.get(code, {"en": code}) for code in one.services],
    }


def _in(language: str, name: str, name_zh: str) -> str:
    return (name_zh or name) if language.startswith("zh") else (name or name_zh)
