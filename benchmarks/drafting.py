"""``python -m benchmarks.drafting draft|bare SHARE OF``: one process of the season's benchmark.

Says ``ready``, waits for a line, works, and tells in JSON how much was done and its largest size.
"""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.house import enter_house

SAMPLE = 20_000


def main(work: str, share: int, of: int) -> None:
    """Prepare ``work``, wait for the signal, do it, tell."""
    enter_house()
    do = {"draft": _prepare_drafting, "bare": _prepare_rules}[work](share, of)
    from onedoor.config.commands.worker import collect_rarely

    collect_rarely()  # as the worker does
    print("ready", flush=True)
    sys.stdin.readline()
    count = do()
    print(
        json.dumps({"count": count, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}), flush=True
    )


def _prepare_drafting(share: int, of: int) -> Callable[[], int]:
    """Every ``of``-th chunk of the season, as the worker would draft it."""
    from benchmarks.season import AT
    from onedoor.kernel.actors import SYSTEM
    from onedoor.services import actions as services
    from onedoor.services import queries

    _calculator()
    chunks = queries.list_open_chunks(_get_progress().run)[share::of]
    return lambda: sum(services.draft_chunk(chunk=chunk, by=SYSTEM, at=AT) for chunk in chunks)


def _prepare_rules(share: int, of: int) -> Callable[[], int]:
    """The season's calculator over the values of the first taxpayers, read beforehand."""
    from benchmarks.season import AT

    file, calculator = _calculator()
    values = _values_of_taxpayers(file, min(SAMPLE, _get_progress().customers))[share::of]

    def compute_all() -> int:
        for one in values:
            calculator.outputs(one, at=AT)
        return len(values)

    compute_all()
    return compute_all


def _calculator() -> tuple[Any, Any]:
    """The service file and its compiled rules, which a worker that has drafted before has at hand."""
    from benchmarks.season import AT, SEASON, SERVICE
    from onedoor.services.applications.lookup import get_file
    from onedoor.services.applications.reckoning import calculator_for, pack_for

    file = get_file(SERVICE)
    rules = pack_for(file, season=SEASON, at=AT)
    assert rules is not None
    return file, calculator_for(file, rules)


def _get_progress() -> Any:
    from benchmarks.season import SEASON, SERVICE
    from onedoor.services import queries

    progress = queries.get_season(SERVICE, SEASON)
    assert progress is not None
    return progress


def _values_of_taxpayers(file: Any, count: int) -> list[dict[str, Any]]:
    """What the registers say of the first ``count`` customers, as the rules read it."""
    from django.db import transaction

    from benchmarks.city import customer_id
    from benchmarks.season import AT, SEASON
    from onedoor.exchange import actions as exchange
    from onedoor.kernel.actors import SYSTEM
    from onedoor.services.applications.document import effective
    from onedoor.services.applications.drafting import offered, season_of, wanted
    from onedoor.services.decide.inputs import collect

    wants = wanted(file, season_of(file, SEASON), AT)
    with transaction.atomic():
        found = exchange.request_values_for_many(
            customers=[customer_id(number) for number in range(count)],
            wanted=list(dict.fromkeys(wants.values())), service=file.service, purpose=file.purpose,
            agency=file.agency, subject=customer_id(0), by=SYSTEM, at=AT,
        )  # fmt: skip
        transaction.set_rollback(True)
    return [collect(file, effective(offered(file, wants, answer))) for answer in found.values()]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
