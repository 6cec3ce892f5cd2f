"""What customers have said where sources differ, put beside the values that are given out."""

from collections.abc import Mapping
from uuid import UUID

from onedoor.exchange.models import Weighing
from onedoor.exchange.types import Reported, Wanted


def mark_weighed(answers: Mapping[UUID, dict[Wanted, list[Reported]]]) -> None:
    """Mark in ``answers`` the values about which the customer has said which source is right. What she
    said counts while the same statement is believed and the one that she calls right still stands."""
    about = [customer for customer, answer in answers.items() if any(_differing(answer))]
    if not about:
        return
    said = {(row.customer, row.believed): row.holds for row in Weighing.objects.filter(customer__in=about)}
    for customer in about:
        for reports in answers[customer].values():
            for place, one in enumerate(reports):
                holds = said.get((customer, one.reported))
                if one.conflicts and holds in {one.reported, *(other.reported for other in one.conflicts)}:
                    reports[place] = one._replace(weighed=holds)


def _differing(answer: Mapping[Wanted, list[Reported]]) -> list[Reported]:
    return [one for reports in answer.values() for one in reports if one.conflicts]
