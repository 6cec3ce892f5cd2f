"""Somebody who asks the same at every door: each over the door's own protocol, as its users would."""

from onedoor.config.stories.askers.asking import Applicant, Asker, Question
from onedoor.config.stories.askers.letters import ByMail, ByPost
from onedoor.config.stories.askers.pages import AtTheCounter, OnTheWeb
from onedoor.config.stories.askers.turns import ByPhone, ByText, ByUssd, OnAScreen

__all__ = [
    "Applicant",
    "Asker",
    "AtTheCounter",
    "ByMail",
    "ByPhone",
    "ByPost",
    "ByText",
    "ByUssd",
    "OnAScreen",
    "OnTheWeb",
    "Question",
]
