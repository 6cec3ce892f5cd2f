"""Splink learns the weights without being told who is who; the model is its own saved file."""

import json
from collections.abc import Iterable
from typing import Any

import duckdb
import pandas as pd
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from onedoor.people.linkage.levels import COMPARISONS
from onedoor.people.linkage.preparing import Prepared

PRIOR = 1e-6  # a city of a million: whoever arrives may be each of them
BLOCKING = (
    block_on("birth"), block_on("number"), block_on("phone"), block_on("email"), block_on("spelled"),
    block_on("hanzi"), block_on("street"),
)  # fmt: skip
TRAINING = (block_on("birth"), block_on("spelled"), block_on("phone"))
_COLUMNS = {
    "tokens": "varchar[]", "spelled": "varchar", "hanzi": "varchar", "birth": "varchar", "swapped": "varchar",
    "sex": "varchar", "street": "varchar", "places": "varchar[]", "phone": "varchar", "email": "varchar",
    "number": "varchar",
}  # fmt: skip


def as_row(key: str, said: Prepared) -> dict[str, Any]:
    """A record as Splink compares it: what is not known is null."""
    lists = {"tokens": sorted(said.tokens), "places": sorted(said.places)}
    texts = {
        "spelled": said.spelled, "hanzi": said.hanzi, "birth": said.birth, "swapped": said.swapped,
        "sex": said.sex, "street": said.street, "phone": next(iter(said.phones), ""),
        "email": next(iter(said.emails), ""), "number": next(iter(said.numbers), ""),
    }  # fmt: skip
    return {"unique_id": key} | lists | {name: text or None for name, text in texts.items()}


def list_comparisons() -> list[dict[str, Any]]:
    """The house's comparisons in Splink's words."""
    return [
        {
            "output_column_name": comparison.field,
            "comparison_levels": [
                {
                    "sql_condition": comparison.unknown_sql,
                    "label_for_charts": "unknown",
                    "is_null_level": True,
                },
                *(
                    {"sql_condition": level.sql, "label_for_charts": level.code}
                    for level in comparison.levels
                ),
            ],
        }
        for comparison in COMPARISONS
    ]


def make_linker(
    tables: Iterable[Iterable[dict[str, Any]]], settings: dict[str, Any] | SettingsCreator
) -> Linker:
    """Splink over these records, one table or two."""
    api = DuckDBAPI(duckdb.connect())
    frames = []
    for place, rows in enumerate(tables):
        frame = pd.DataFrame(rows)
        api.duckdb_con.register("frame", frame)
        columns = ", ".join(f"{name}::{kind} as {name}" for name, kind in _COLUMNS.items())
        api.duckdb_con.execute(f"create table t{place} as select unique_id, {columns} from frame")
        api.duckdb_con.unregister("frame")
        frames.append(api.register(f"t{place}"))
    return Linker(frames if len(frames) > 1 else frames[0], settings, log_level=40)


def new_settings(link_type: str, name: str) -> SettingsCreator:
    """Nothing learned yet."""
    return SettingsCreator(
        link_type=link_type, comparisons=list_comparisons(), probability_two_random_records_match=PRIOR,  # type: ignore[arg-type]
        blocking_rules_to_generate_predictions=list(BLOCKING), linker_uid=name,
        retain_matching_columns=False, retain_intermediate_calculation_columns=True,
    )  # fmt: skip


def train(linker: Linker) -> dict[str, Any]:
    """How often strangers agree by chance, then how often one person does (EM over three blocks)."""
    training = linker.training
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=7, min_count_per_level=None)
    for rule in TRAINING:
        training.estimate_parameters_using_expectation_maximisation(
            rule, fix_probability_two_random_records_match=False, record_sample_proportion=1.0
        )
    saved: dict[str, Any] = json.loads(json.dumps(linker.misc.save_model_to_json(None)))
    return saved
