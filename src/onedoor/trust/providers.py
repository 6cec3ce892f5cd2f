"""An outside OpenID provider as the operator's file says it."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Provider(BaseModel):
    """One OpenID provider. ``levels`` is the table: what it says of how well it knows her (``acr``), and
    our level for that. What stands in no row is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,30}$")]
    name: dict[str, str]
    issuer: str
    client_id: str
    secret_file: Path
    levels: Annotated[dict[str, Annotated[int, Field(ge=1, le=3)]], Field(min_length=1)]
    authorizes_at: str = ""  # another origin for its sign-in page, where that is not the issuer's
    agency: str = ""  # whose officers it signs in at the desk; empty: it is for customers
    required: bool = False  # that agency's officers sign in by it alone, but for who gives roles

    @field_validator("issuer")
    @classmethod
    def _is_safe(cls, issuer: str) -> str:
        parts = urlsplit(issuer)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            raise ValueError("An issuer's address begins with https://.")
        return issuer

    @model_validator(mode="after")
    def _is_of_an_agency(self) -> Self:
        if self.required and not self.agency:
            raise ValueError("'required' is for an agency's own provider: say which 'agency'.")
        return self

    @property
    def secret(self) -> str:
        """Read when it is needed, so that a new one needs no restart."""
        return self.secret_file.read_text().strip()

    @property
    def origin(self) -> str:
        """Where her browser is sent."""
        parts = urlsplit(self.authorizes_at or self.issuer)
        return f"{parts.scheme}://{parts.netloc}"
