"""Nothing of who reported stands in any answer, whoever asks and in whatever format."""

import pytest
from django.test import Client

from onedoor.services.models import Application
from tests.doors.api.conftest import Send

SECRETS = {
    "email": "ann.lee@mail.example",
    "first_name": "Annabella",
    "last_name": "Leewater",
    "phone": "+6561234567",
    "device_id": "device-of-annabella",
}
PUBLIC = [
    "/open311/v2/requests.json",
    "/open311/v2/requests.xml",
    "/open311/v2/requests/{number}.json",
    "/open311/v2/requests/{number}.xml",
    "/open311/v2/tokens/{number}.json",
    "/track/?number={number}",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_no_public_answer_names_who_reported(post: Send, client: Client, address: str) -> None:
    _, filed = post(**SECRETS, description="Call Ann at 6123 4567, ann.lee@mail.example or S9912345A.")
    number, account = filed[0]["service_request_id"], filed[0]["account_id"]
    client.cookies.clear()

    answer = client.get(address.format(number=number)).content.decode()

    assert number in answer
    said = [secret for secret in (*SECRETS.values(), account, "6123 4567", "S9912345A") if secret in answer]
    assert said == []


def test_who_filed_is_told_an_account_that_nobody_can_guess(post: Send) -> None:
    one, other = post()[1][0]["account_id"], post()[1][0]["account_id"]

    assert one != other
    assert Application.objects.filter(customer=one).count() == 1
