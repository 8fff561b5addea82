"""The rules by which an interaction weighs what it does: `configs/words/interactions.toml`."""

from functools import cache

import polars as pl

from configs.words import word_list


@cache
def rule_weights() -> dict[str, float]:
    """What each rule weighs, before it is shared among those who take part."""
    return {name: float(rule["weight"]) for name, rule in word_list("interactions")["rules"].items()}


def interaction_rules() -> pl.DataFrame:
    """One row per rule: rule, weight, means."""
    rules = word_list("interactions")["rules"]
    rows = [(name, float(rule["weight"]), rule["means"]) for name, rule in rules.items()]
    return pl.DataFrame(rows, schema={"rule": pl.String, "weight": pl.Float64, "means": pl.String}, orient="row")
