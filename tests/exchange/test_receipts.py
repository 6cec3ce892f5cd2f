"""The receipt of a consent: what was agreed to, signed, for anybody to check; nobody is named in it."""

import base64
import json
from uuid import UUID

import pytest

from onedoor.exchange import queries
from onedoor.trust import queries as trust


def test_it_says_what_the_standard_asks(receipt: dict[str, str], donor: UUID) -> None:
    said = queries.check_consent_receipt(json.dumps(receipt))

    assert said is not None
    processing = said["processing"]
    assert said["schema_version"] == "ISO/IEC TS 27560:2023"
    assert said["pii_principal_id"] == trust.pseudonym(donor, "LAB")
    assert said["pii_controllers"][0]["id"] == "LAB"
    assert processing["lawful_basis"] == "consent"
    assert processing["purposes"][0]["id"] == "find-work"
    assert {one["id"]: one["withdrawn"] for one in processing["recipients"]} == {
        "LAB": False, "EDU": False, "SOC": True,
    }  # fmt: skip
    assert [one["attribute"] for one in processing["pii_information"] if one["withdrawn"]] == ["name"]
    assert len(said["notice"]["hash"]) == 64
    assert [one["state"] for one in said["events"]] == ["given", "withdrawn in part", "withdrawn in part"]
    assert said["valid_until"]


def test_nobody_is_named_in_it(receipt: dict[str, str], donor: UUID) -> None:
    said = json.dumps(queries.check_consent_receipt(json.dumps(receipt)), ensure_ascii=False)

    assert "Mei Lin" not in said
    assert str(donor) not in said


@pytest.mark.parametrize("part", ["payload", "protected", "signature"])
def test_a_receipt_that_was_changed_is_not_ours(receipt: dict[str, str], part: str) -> None:
    raw = bytearray(base64.urlsafe_b64decode(receipt[part] + "=="))
    raw[len(raw) // 2] ^= 1
    changed = receipt | {part: base64.urlsafe_b64encode(raw).rstrip(b"=").decode()}

    assert queries.check_consent_receipt(json.dumps(changed)) is None


@pytest.mark.parametrize("written", ["", "{}", "[]", "null", '{"payload": 1}', "not json", "[" * 70_000])
def test_what_is_no_receipt_is_not_ours(written: str, db: None) -> None:
    assert queries.check_consent_receipt(written) is None
