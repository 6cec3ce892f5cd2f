"""One conversation at every door: the same four tasks, the same fixed keys."""

from collections.abc import Callable

import pytest

from tests.dialogue.conftest import MEI_ID, PHONE, TEXT, Talking

pytestmark = pytest.mark.django_db
Talk = Callable[..., Talking]


def test_try_it(talk: Talk, pin: str) -> None:
    her = talk(TEXT)
    print(her.turn)
    print(her.picks("Apply for something"))
    print(her.says(MEI_ID))
    print(her.says(pin))
    print(her.picks("ealth"))
    for _ in range(3):
        print(her.turn)
        her.says("1")
    raise AssertionError
