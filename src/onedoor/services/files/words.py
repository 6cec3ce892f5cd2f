"""The small shapes that every file of a service is made of."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from onedoor.kernel.text import LANGUAGES

PERIOD = re.compile(r"^P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?)?$")


class Shape(BaseModel):
    """A part of a file: unknown keys are mistakes, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _in_every_language(text: dict[str, str]) -> dict[str, str]:
    missing = [code for code in LANGUAGES if not text.get(code, "").strip()]
    unknown = [code for code in text if code not in LANGUAGES]
    if missing or unknown:
        raise ValueError(f"translation:{','.join(missing)}:{','.join(unknown)}")
    return text


def _is_term(term: str) -> str:
    if not PERIOD.match(term):
        raise ValueError(f"'{term}' is not an ISO 8601 duration such as P5D, PT60M or P1M")
    return term


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


_NAME = r"^[a-z][a-z0-9_]*$"
_CODE = r"^[a-z][a-z0-9-]*$"

Words = Annotated[
    dict[str, str],
    AfterValidator(_in_every_language),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {code: {"type": "string", "minLength": 1} for code in LANGUAGES},
            "required": list(LANGUAGES),
            "additionalProperties": False,
        }
    ),
]
Name = Annotated[str, Field(pattern=_NAME)]
Code = Annotated[str, Field(pattern=_CODE)]
AgencyCode = Annotated[str, Field(pattern=r"^[A-Z]{2,5}$")]
Term = Annotated[str, AfterValidator(_is_term), Field(json_schema_extra={"examples": ["P5D", "PT60M"]})]
Version = Annotated[str, BeforeValidator(_as_text)]
Formula = Annotated[str, BeforeValidator(lambda v: str(v).lower() if isinstance(v, bool) else _as_text(v))]
Day = date
