"""What a task queues belongs to the transaction of the task: there with it, and gone with it."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from onedoor.config.commands.worker import make_connector
from onedoor.services.tasks import print_letter

pytestmark = pytest.mark.django_db


class Failed(Exception):
    """The task could not be done."""


def queue_and_count() -> int:
    print_letter.defer(letter="one")
    return count()


def count() -> int:
    """Other tests' jobs may still lie there."""
    return ProcrastinateJob.objects.filter(task_name="services.print_letter").count()


def queue_and_fail() -> None:
    with transaction.atomic():
        queue_and_count()
        raise Failed


def test_nobody_takes_it_up_before_the_task_is_done() -> None:
    before = count()
    with app.replace_connector(make_connector()), transaction.atomic():
        assert queue_and_count() == before + 1  # on the task's own line, which nobody else sees yet


def test_a_task_that_fails_has_queued_nothing() -> None:
    before = count()
    with app.replace_connector(make_connector()), pytest.raises(Failed):
        queue_and_fail()
    assert count() == before
