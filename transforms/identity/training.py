"""Trains the model: u from pairs picked at random, m by expectation and maximisation over candidates."""

from typing import Final

import numpy as np
import polars as pl

from transforms.identity.blocking import blocks_of, candidates
from transforms.identity.coding import coded
from transforms.identity.comparisons import compare
from transforms.identity.features import Features
from transforms.identity.frequencies import counted
from transforms.identity.keys import block_keys
from transforms.identity.levels import LEVELS
from transforms.identity.model import PRIORS, Level, Levels, Model, rarities, weights

SAMPLE: Final = 40_000
"""Pairs that u, and that m, are learned from, at most."""

RECORDS: Final = 100_000
"""Records that m and u are learned from, at most."""

ROUNDS: Final = 4
"""Turns of expectation and maximisation; from there on nothing moves that decides."""

STRENGTH: Final = 100.0
"""Pairs of one person that the shipped m count as much as."""

CHANCE_STRENGTH: Final = 2_000.0
"""Pairs of two people that the shipped u count as much as."""

_SURE: Final = 0.9
"""Only pairs that are as likely as this the same by everything else teach m: the doubtful would say that people change
their names and birthdays."""

_RECORDS_BEFORE: Final = 50.0
"""Records that the shipped number of duplicates counts as much as."""

_DUPLICATES: Final = 1.0


def train(known: Features) -> Model:
    """The model of an address book: frequencies of values, m and u of every level, and the prior.

    Values are counted in all records, the rest is learned from `RECORDS` of them. Of the other records of a person, a
    sample holds as many fewer as it is smaller than the whole.
    """
    frequencies = counted(known.records)
    count = known.records.height
    few = known if count <= RECORDS else known.only(_lot(known.records))
    model = _trained_on(few, frequencies if few is known else counted(few.records))
    if few is known:
        return model
    return Model(count, model.duplicates * count / RECORDS, model.levels, frequencies)


def _lot(records: pl.DataFrame) -> pl.Series:
    """The nodes that a sample holds: the same records in every order of them."""
    lots = records.select(lot=pl.struct("source", "record_id").hash(1)).with_row_index("node")
    return lots.bottom_k(RECORDS, by="lot")["node"].sort()


def _trained_on(known: Features, frequencies: pl.DataFrame) -> Model:
    codes = coded(known, frequencies)
    found = candidates(blocks_of(block_keys(known, codes), codes["given_initial"]))
    pairs, share = found.pairs, 1.0
    if pairs.height > SAMPLE:
        pairs, share = _sampled(pairs, codes), SAMPLE / pairs.height
    shared = found.shared.join(pairs.select("node_a", "node_b"), on=("node_a", "node_b"), how="semi")
    count = known.records.height
    return trained(
        compare(pairs, shared, codes, known.records),
        compare(random_pairs(count), found.shared.clear(), codes, known.records),
        records=count,
        frequencies=frequencies,
        share=share,
    )


def _sampled(pairs: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """As many pairs as training takes, the same ones in every order of the records."""
    lot = codes["rank"].gather(pairs["node_a"]) ^ codes["rank"].gather(pairs["node_b"])
    return pairs.with_columns(lot=lot).bottom_k(SAMPLE, by="lot").drop("lot")


def random_pairs(records: int) -> pl.DataFrame:
    """All pairs of few records, else `SAMPLE` picked at random: node_a, node_b, keys (0)."""
    if records * (records - 1) // 2 <= SAMPLE:
        one, other = np.triu_indices(records, 1)
    else:
        picked = np.random.default_rng(1).integers(0, records, (2, SAMPLE))
        one, other = picked[:, picked[0] != picked[1]]
    nodes = {"node_a": np.minimum(one, other), "node_b": np.maximum(one, other)}
    return pl.DataFrame(nodes, schema={"node_a": pl.UInt32, "node_b": pl.UInt32}).with_columns(
        keys=pl.lit(0, pl.UInt32)
    )


def trained(
    compared: pl.DataFrame, at_random: pl.DataFrame, *, records: int, frequencies: pl.DataFrame, share: float = 1.0
) -> Model:
    """The model of an address book.

    Args:
        compared: Candidates as `compare` gives them, or a sample of them.
        at_random: `random_pairs`, compared.
        records: How many records there are.
        frequencies: How many have each value.
        share: The share of all candidates that `compared` is.
    """
    levels = {name: dict(prior) for name, prior in PRIORS.items()}
    model = Model(records, 1.0, levels, frequencies)
    for _ in range(ROUNDS):
        model = _with_chance(at_random, model)
        model = _with_agreement(compared, model, share)
    return model


def _with_chance(at_random: pl.DataFrame, model: Model) -> Model:
    """Learns u of each level, from pairs that are most likely two people's."""
    differ = 1 - _probability(_total(weights(at_random, model), model))
    rare = rarities(at_random, model.world)
    levels: Levels = {}
    for name, names in LEVELS.items():
        at = at_random[name].to_numpy()
        comparable = at > 0
        expected = (differ * np.exp2(rare[name]) * comparable).sum() if name in rare else 0.0
        seen = np.bincount(at, weights=differ, minlength=len(names))
        both = float(seen[1:].sum())
        levels[name] = {
            label: _counted(
                model.levels[name][label], PRIORS[name][label].u, float(seen[number]), both, float(expected)
            )
            for number, label in enumerate(names)
            if number
        }
    return model.with_levels(levels)


def _counted(level: Level, before: float, seen: float, both: float, expected: float) -> Level:
    if level.chance == "counted":
        return level._replace(u=(seen + CHANCE_STRENGTH * before) / (both + CHANCE_STRENGTH))
    if level.chance == "width":
        return level._replace(u=(seen + before) / (expected + 1))
    return level


def _with_agreement(compared: pl.DataFrame, model: Model, share: float) -> Model:
    """Learns m of each level, of pairs that are one person's by everything else, and how many duplicates there are."""
    each = weights(compared, model)
    total = _total(each, model)
    levels: Levels = {}
    for name, names in LEVELS.items():
        without = total - each[name] - (each["name_order"] if name in ("given_name", "family_name") else 0)
        likely = _probability(without)
        seen = np.bincount(compared[name].to_numpy(), weights=np.where(likely > _SURE, likely, 0), minlength=len(names))
        levels[name] = _with_seen(name, model.levels[name], dict(zip(names[1:], seen[1:], strict=True)))
    found = 2 * float(_probability(total).sum()) / share  # each pair is another record for both
    duplicates = (found + _DUPLICATES * _RECORDS_BEFORE) / (model.records + _RECORDS_BEFORE)
    return Model(model.records, duplicates, levels, model.frequencies)


def _with_seen(name: str, levels: dict[str, Level], seen: dict[str, float]) -> dict[str, Level]:
    learned = [label for label, level in levels.items() if not level.chance.startswith("fixed")]
    before = sum(PRIORS[name][label].m for label in learned)
    total = sum(seen[label] for label in learned) + STRENGTH
    return {
        label: level._replace(m=float((seen[label] + STRENGTH * PRIORS[name][label].m / before) / total))
        if label in learned
        else level
        for label, level in levels.items()
    }


def _total(each: dict[str, np.ndarray], model: Model) -> np.ndarray:
    return np.asarray(np.sum(list(each.values()), axis=0) + np.float32(model.prior))


def _probability(weight: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp2(-np.clip(weight, -60, 60))))
