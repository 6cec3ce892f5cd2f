"""The schema for editors, the reference page, and a service's questions as a FHIR Questionnaire."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from onedoor.kernel.text import pick
from onedoor.services.files.design import DesignRecord
from onedoor.services.files.examples import ExampleFile
from onedoor.services.files.packs import RulePack
from onedoor.services.files.personas import PersonaFile
from onedoor.services.files.questions import PART_TEXTS, PARTS, Page, Question
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.words import Shape

_FHIR_TYPES = {
    "money": "quantity",
    "datetime": "dateTime",
    "choice": "coding",
    "email": "string",
    "telephone": "string",
    "file": "attachment",
    "name": "group",
    "address": "group",
    "location": "group",
}
_PART_TYPES = {"lat": "decimal", "long": "decimal"}
_BESIDE: tuple[tuple[type[Shape], str], ...] = (
    (RulePack, "Rule pack (rules/*.yaml)"),
    (DesignRecord, "Design record (design.yaml)"),
    (PersonaFile, "People of the demo (personas.yaml)"),
    (ExampleFile, "Worked examples (examples/*.yaml)"),
)
_BASE = "https://onedoor.example/services"
_CONDITION = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"


def json_schema() -> dict[str, Any]:
    """JSON Schema of service.yaml; packs and examples are among its ``$defs``."""
    schema = ServiceFile.model_json_schema(by_alias=True)
    for kind, _ in _BESIDE:
        other = kind.model_json_schema(by_alias=True)
        schema["$defs"] |= other.pop("$defs", {})
        schema["$defs"][kind.__name__] = other
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{_BASE}/service-file.json",
        **schema,
    }


def schema_text() -> str:
    """The schema as it is committed."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, default=str) + "\n"


def questionnaire(service: ServiceFile, language: str = "en") -> dict[str, Any]:
    """The questions as a FHIR R5 Questionnaire; conditions stay zen expressions in an extension."""
    return {
        "resourceType": "Questionnaire",
        "url": f"{_BASE}/{service.service}",
        "version": service.version,
        "name": service.service.title().replace("-", ""),
        "title": pick(service.title, language),
        "status": "active",
        "language": "zh-Hans" if language == "zh-hans" else "en",
        "subjectType": ["Patient"],
        "item": [_page(page, service, language) for page in service.ask],
    }


def _page(page: Page, service: ServiceFile, language: str) -> dict[str, Any]:
    return {
        "linkId": page.page,
        "type": "group",
        "text": pick(page.title or service.title, language),
        **_when(page.enable_when),
        "item": [_item(question, language) for question in page.items],
    }


def _item(question: Question, language: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "linkId": question.id,
        "type": _FHIR_TYPES.get(question.type, question.type),
        "text": pick(question.text, language),
        **_when(question.enable_when),
    }
    if item["type"] != "group":
        item["required"] = question.required
    if question.repeats:
        item["repeats"] = True
    if question.type in ("string", "text"):
        item["maxLength"] = question.max_length
    if question.choices:
        item["answerOption"] = [
            {"valueCoding": {"code": choice.code, "display": pick(choice.text, language)}}
            for choice in question.choices
        ]
    if question.items:
        item["item"] = [_item(part, language) for part in question.items]
    if parts := PARTS.get(question.type):
        item["item"] = [
            {
                "linkId": f"{question.id}.{part}",
                "type": _PART_TYPES.get(part, "string"),
                "text": pick(PART_TEXTS[part], language),
            }
            for part in parts
        ]
    return item


def _when(condition: str) -> dict[str, Any]:
    if not condition:
        return {}
    expression = {"language": "application/vnd.gorules.zen", "expression": condition}
    return {"extension": [{"url": _CONDITION, "valueExpression": expression}]}


def reference() -> str:
    """The reference page of the service file, from the schema's own words."""
    schema = json_schema()
    parts = [("service.yaml", schema)]
    parts += [(title, schema["$defs"][kind.__name__]) for kind, title in _BESIDE]
    shown = {"ServiceFile", *(kind.__name__ for kind, _ in _BESIDE)}
    queue = [name for _, part in parts for name in _named(part)]
    lines = [_REFERENCE_HEAD]
    for title, part in parts:
        lines += _section(title, part)
    while queue:
        name = queue.pop(0)
        if name not in shown:
            shown.add(name)
            lines += _section(name, schema["$defs"][name])
            queue += _named(schema["$defs"][name])
    return "\n".join(lines)


def _section(title: str, part: dict[str, Any]) -> Iterator[str]:
    yield f"\n## {title}\n\n{part.get('description', '')}\n"
    yield "| key | what | default |\n|---|---|---|"
    needed = part.get("required", ())
    for key, value in part.get("properties", {}).items():
        default = (
            "**needed**" if key in needed else f"`{json.dumps(value.get('default'), ensure_ascii=False)}`"
        )
        about = value.get("description", "")
        yield f"| `{key}` | {_kind(value)}{'. ' + about if about else ''} | {default} |"


def _kind(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"]).rsplit("/", 1)[-1]
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return " / ".join(f"`{one}`" for one in value["enum"])
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(_kind(one) for one in value["anyOf"] if one.get("type") != "null"))
    if value.get("type") == "array":
        return f"list of {_kind(value.get('items', {}))}"
    if value.get("type") == "object" and "en" in value.get("properties", {}):
        return "text in both languages"
    named = [value.get("additionalProperties"), *value.get("patternProperties", {}).values()]
    for inside in named:
        if isinstance(inside, dict):
            return f"by name: {_kind(inside)}"
    return str(value.get("type", "any"))


def _named(part: Any) -> list[str]:
    """Shapes that a part refers to."""
    if isinstance(part, dict):
        own = [str(part["$ref"]).rsplit("/", 1)[-1]] if "$ref" in part else []
        return own + [name for key, value in part.items() if key != "$defs" for name in _named(value)]
    if isinstance(part, Sequence) and not isinstance(part, str):
        return [name for value in part for name in _named(value)]
    return []


_REFERENCE_HEAD = """# The service file

Generated from the schema by `onedoor catalogue reference`; do not edit.

A service is a folder `catalogue/<service>/` with `service.yaml`, and, where it needs them, rule
packs, worked examples and letters. `design.yaml` says how it came about, which the gate before
publishing wants to know; `personas.yaml` says who shows it in the demo city. What is left out has
the default below. Texts are written in both languages: `{en: …, zh-hans: …}`; inside braces put a
text that holds `? , : #` in quotes. Check your work with `onedoor catalogue check`; every fault
names file, line and remedy.

Formulas and conditions are [zen expressions](https://docs.gorules.io): `a + b`, `a > b ? a : b`,
`min([a, b])`, `sum(map(list, #.amount))`, `count(list, #.age < 16)`, `round(x, 2)` (half up),
`floor(x)`, `d(day).year()`, `d(later).diff(d(earlier), "day")`, `x ?? 0`, `code == "yes"`,
`code in ["a", "b"]`, `and`, `or`, `not`. A name is a value of the service, a constant, or a
formula above. `now`, `today`, `disputed_count` and `amended_count` are always there. An optional
answer that is absent counts as 0, false or the empty list; a required one stops the rules until it
is given. A cell of a table holds one comparison (`>= 60`, `[55..59]`, `citizen, pr`, `true`); the
first row whose cells all hold applies."""
