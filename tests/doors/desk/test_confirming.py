"""At the desk: an officer helps one who takes part, and decides about one who did not confirm."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services import actions
from onedoor.services.models import Application, ApplicationParty
from onedoor.trust import actions as trust
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit
from tests.services.parties.conftest import Change, Sign, bo, change, services, sign

__all__ = ["bo", "change", "services", "sign"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(sit: Sit, hire: Hire) -> Client:
    """The desk of an officer of the civil registry."""
    return sit(hire("Wen Koh", agency="CIV", role="case-officer"))


def test_the_other_parent_confirms_at_the_counter_with_two_codes(
    sign: Sign, registry: Client, bo: Actor, at: datetime
) -> None:
    sign()
    assert bo.customer is not None
    row = ApplicationParty.objects.get()

    def code() -> str:
        assert bo.customer is not None
        return trust.offer_assistance(customer=bo.customer, by=bo, at=clock.now()).code

    address = f"/desk/assist/requests/{row.id}/"
    assert registry.get(address).status_code == 404
    registry.post(f"/desk/customers/{bo.customer}/assist/", {"code": code()})
    assert address in registry.get("/desk/assist/").content.decode()
    page = registry.get(address).content.decode()
    seen = page.split('name="fingerprint" value="')[1].split('"')[0]
    assert registry.post(address, {"code": "000000", "fingerprint": seen}).status_code == 422
    assert registry.post(address, {"code": code(), "fingerprint": seen}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.customer) == ("confirmed", bo.customer)
    assert row.assisted_officer is not None
    assert row.confirmation is not None


def test_an_officer_of_the_agency_decides_about_who_is_late(
    sign: Sign, change: Change, registry: Client, desk: Client, at: datetime
) -> None:
    change("family-name", late="review")
    application = sign()
    actions.watch_parties(by=SYSTEM, at=at + timedelta(days=19))
    row = ApplicationParty.objects.get()
    address = f"/desk/assist/{application.number}/parties/{row.id}/"
    assert desk.post(address, {"act": "go-on"}).status_code == 404
    registry.post(
        f"/desk/customers/{application.customer}/open/",
        {"purpose": "work-case", "next": f"/desk/assist/{application.number}/"},
    )
    assert address in registry.get(f"/desk/assist/{application.number}/").content.decode()
    assert registry.post(address, {"act": "end"}).status_code == 302
    assert Application.objects.get(pk=application.id).ended == "refused"
