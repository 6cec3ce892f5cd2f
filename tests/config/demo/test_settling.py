"""People from the services' own files live in the demo city like everybody else."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from onedoor.config.demo.cast import PASSWORD, list_officers
from onedoor.config.demo.personas import Settlement, settle
from onedoor.config.demo.settling import accounts_of, register_settlers, report_holdings
from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.documents import Faulty
from onedoor.people import queries as people
from onedoor.services.files.personas import read_personas
from onedoor.trust import actions as trust
from onedoor.trust import queries as agencies

AT = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
FILE = """\
partners:
  - {code: bay-hospital, kind: hospital, name: {en: Bay Hospital, zh-hans: 海湾医院}}
personas:
  - login: hui
    name: {en: Lin Hui, zh-hans: 林慧}
    birth_date: 1990-05-02
    sex: female
    language: zh-hans
    story: {en: has a newborn child, zh-hans: 有一名新生儿}
    holds:
      - register: civil-register
        attribute: children
        value:
          - {name: Mia, birth_date: 2020-11-02, citizen: true, order: 1}
          - {name: Leo, birth_date: 2022-01-20, citizen: true, order: 2}
      - {register: hospital-births, attribute: newborn_born_on, value: 2025-03-02, received: 2025-03-03}
      - {register: household-means, attribute: income_per_head, value: 912.35}
  - login: bo
    name: {en: Old Bo, zh-hans: 老伯}
    birth_date: 1950-01-02
    signs_in: false
    story: {en: has no telephone, zh-hans: 没有电话}
  - {login: shop, kind: business, acts: [hui], name: {en: Shop, zh-hans: 店}, story: {en: sells, zh-hans: 卖}}
"""


@pytest.fixture
def settlement(tmp_path: Path) -> Settlement:
    (tmp_path / "personas.yaml").write_text(FILE)
    found = read_personas(tmp_path)
    assert found is not None
    return settle([found])


def test_registers_hold_what_the_file_says_with_source_and_day(db: None, settlement: Settlement) -> None:
    register_settlers(settlement, at=AT)
    assert len(list(report_holdings(settlement, {"hospital": "bay-hospital"}))) == 3
    held = {one.attribute: one for one in exchange.list_held(settlement.settlers[0].id, by=SYSTEM)}
    born = held["newborn_born_on"]
    assert (born.value, born.source_name["en"], born.grade) == (date(2025, 3, 2), "Bay Hospital", "B")
    assert born.received_at.date() == date(2025, 3, 2)  # four in the morning of the third, in the city
    assert held["income_per_head"].value == Decimal("912.35")
    assert held["name"].value == "Lin Hui"


def test_each_entry_of_a_list_is_a_record_of_its_own(db: None, settlement: Settlement) -> None:
    register_settlers(settlement, at=AT)
    list(report_holdings(settlement, {"hospital": "bay-hospital"}))
    held = exchange.list_held(settlement.settlers[0].id, by=SYSTEM)
    assert [one.value["name"] for one in held if one.attribute == "children"] == ["Mia", "Leo"]


def test_who_signs_in_has_an_account_and_who_does_not_has_none(db: None, settlement: Settlement) -> None:
    assert [account.email for account in accounts_of(settlement)] == ["hui@harbour.example"]
    register_settlers(settlement, at=AT)
    opened = trust.open_accounts(accounts=accounts_of(settlement), password=PASSWORD, by=SYSTEM, at=AT)
    assert len(opened) == 1


def test_somebody_acts_for_a_business(db: None, settlement: Settlement) -> None:
    register_settlers(settlement, at=AT)
    hui, _, shop = settlement.settlers
    (mandate,) = people.list_mandates(shop.id)
    assert mandate.holder == hui.id


def test_a_login_of_the_cast_is_not_given_twice(tmp_path: Path) -> None:
    (tmp_path / "personas.yaml").write_text(FILE.replace("login: bo", "login: mei"))
    found = read_personas(tmp_path)
    assert found is not None
    with pytest.raises(Faulty, match="'mei' is taken already"):
        settle([found])


def test_every_agency_of_the_catalogue_has_somebody_who_does_its_work() -> None:
    working = {officer.agency for officer in list_officers() if officer.role == "case-officer"}
    assert {agency.code for agency in agencies.list_agencies()} - working <= {"CIO"}
