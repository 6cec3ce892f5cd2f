"""The rules over a document: the decision, or what is still missing for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from onedoor.services.applications.document import count_amended, count_disputed, effective
from onedoor.services.applications.drafting import season_of
from onedoor.services.applications.types import PromiseView, Stored
from onedoor.services.decide.computing import Calculator, choose_pack, compute, lane_of
from onedoor.services.decide.inputs import built_in, collect, plain
from onedoor.services.files.packs import RulePack
from onedoor.services.forms.pages import context
from onedoor.services.types import Decision, RuleBroken, ServiceFile, ValueMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """``decision`` is None while ``missing`` names answers that the rules need, or a rule is broken."""

    values: Mapping[str, Any]
    decision: Decision | None
    pack_digest: str = ""
    missing: tuple[str, ...] = ()
    broken: RuleBroken | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def pack_for(service: ServiceFile, *, season: str, at: datetime, pack: str = "") -> RulePack | None:
    """The rules of the application's round, whenever it is looked at; else those in force ``at``."""
    if not service.packs:
        return None
    round_ = season_of(service, season)
    return choose_pack(service, at=round_.opens if round_ else at, pack=pack or None)


def calculator_for(service: ServiceFile, pack: RulePack) -> Calculator:
    """Made once for each service and content of a pack."""
    return _calculator(_Pair(service, pack))


@dataclass(frozen=True, eq=False, slots=True)
class _Pair:
    service: ServiceFile
    pack: RulePack

    def _key(self) -> tuple[int, str]:
        return (id(self.service), self.pack.digest)

    def __hash__(self) -> int:
        return hash(self._key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and self._key() == other._key()


@lru_cache(maxsize=64)
def _calculator(pair: _Pair) -> Calculator:
    return Calculator(pair.service, pair.pack)


def reckon(
    service: ServiceFile, *, season: str, stored: Iterable[Stored], at: datetime, pack: str = ""
) -> Reckoning:
    """What the rules make of these values. ``pack`` names the one to use, for what was signed."""
    held = list(stored)
    values = collect(service, effective(held))
    disputed, amended = count_disputed(held), count_amended(held)
    facts = {**context(service, values), **built_in(at, disputed, amended)}
    try:
        rules = pack_for(service, season=season, at=at, pack=pack)
        if rules is None:
            return Reckoning(values=values, decision=_without_rules(service, values), facts=facts)
        decision = calculator_for(service, rules).decide(values, at=at, disputed=disputed, amended=amended)
    except ValueMissing as refusal:
        return Reckoning(values=values, decision=None, missing=tuple(refusal.facts["missing"]), facts=facts)
    except RuleBroken as refusal:
        return Reckoning(values=values, decision=None, broken=refusal, facts=facts)
    facts |= {name: plain(figure.value) for name, figure in rules.constants.items()}
    facts |= _plain(decision.outputs)
    return Reckoning(values=values, decision=decision, pack_digest=rules.digest, facts=facts)


def promise_of(service: ServiceFile, reckoning: Reckoning) -> PromiseView:
    """The charter that this person's values deserve: a faster lane's, else the normal one."""
    lane = lane_of(service, reckoning.facts)
    if lane is None:
        return PromiseView(
            lane="normal", answer=service.promise.answer, calendar=service.promise.calendar, text={}
        )
    return PromiseView(
        lane=lane.lane,
        answer=lane.answer,
        calendar=lane.calendar or service.promise.calendar,
        text=lane.text or {},
    )


def _without_rules(service: ServiceFile, values: Mapping[str, Any]) -> Decision:
    return compute(service, values)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}
