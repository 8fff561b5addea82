"""What evidence weighs: how often people's records agree (m), how often anybody's do (u), and the prior odds.

The weight of a level is log2(m / u), in bits (Fellegi and Sunter, A Theory for Record Linkage, 1969). Where a value is
shared, u is the rarity of that value (the more common one of the two counts where they are only alike), as Winkler's
and Splink's term frequencies have it.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

import numpy as np
import polars as pl

from transforms.identity.frequencies import RECORDS_OF_ONE, WORLD
from transforms.identity.levels import LEVELS

MOST_CHANCE: Final = -0.3
"""log2 of the largest u of a shared value: sharing is never evidence against."""

Chance = Literal["counted", "rarity", "width", "own", "shipped", "fixed", "fixed_rarity"]


class Level(NamedTuple):
    """How often a level is seen between two records of one person (m) and of two people (u); see `chance` for u.

    counted  u is counted over pairs picked at random
    rarity   u is the rarity of the value times u
    width    the same, where u (how much wider than equality the level is) is counted
    own      there are u other people in the world of records who share it though it is used under one name
    shipped  u stays as it is
    fixed    m and u stay as they are, as do m and the width of fixed_rarity
    """

    m: float
    u: float
    chance: Chance = "counted"


Levels = dict[str, dict[str, Level]]

PRIORS: Final[Levels] = {
    "given_name": {
        "exact": Level(0.78, 1, "rarity"),
        "nickname": Level(0.07, 1, "width"),
        "initial": Level(0.04, 0.003),
        "similar": Level(0.05, 0.3, "width"),
        "alike": Level(0.01, 0.6, "width"),
        "native_and_latin": Level(1, 1, "fixed"),
        "different": Level(0.04, 0.97),
    },
    "family_name": {
        "exact": Level(0.87, 1, "rarity"),
        "part": Level(0.02, 0.1, "width"),
        "initial": Level(0.01, 0.003),
        "similar": Level(0.05, 0.15, "width"),
        "alike": Level(0.01, 0.5, "width"),
        "native_and_latin": Level(1, 1, "fixed"),
        "household": Level(1, 1, "fixed"),
        "different": Level(0.04, 0.97),
    },
    "name_order": {"straight": Level(0.96, 1, "shipped"), "swapped": Level(0.04, 1, "shipped")},
    "middle_name": {"exact": Level(0.55, 0.02), "initial": Level(0.42, 0.07), "different": Level(0.03, 0.9)},
    "generation": {
        "exact": Level(0.99, 0.5),
        "different": Level(2**-100, 1, "fixed"),  # a veto: father and son share the rest
    },
    "address_name": {
        "full_name": Level(0.25, 1.2, "rarity"),
        "initial_and_family": Level(0.25, 1.2, "rarity"),
        "family_name": Level(0.7, 1, "fixed_rarity"),
        "one_name": Level(0.1, 1, "rarity"),
        "same_handle": Level(0.1, 1, "rarity"),
        "different": Level(0.3, 0.99),
    },
    "email": {"own": Level(0.5, 0.02, "own"), "shared": Level(0.1, 1, "rarity"), "different": Level(0.4, 1)},
    "phone": {"own": Level(0.5, 0.1, "own"), "shared": Level(0.2, 1, "rarity"), "different": Level(0.3, 1)},
    "linkedin": {"exact": Level(0.97, 0.005, "own"), "different": Level(0.03, 1)},
    "source_id": {"exact": Level(0.5, 0.005, "own"), "different": Level(0.5, 0.5)},
    "identifier": {"exact": Level(0.9, 0.005, "own"), "similar": Level(0.07, 0.001), "different": Level(0.03, 0.99)},
    "organisation": {
        "exact": Level(0.65, 1, "rarity"),
        "similar": Level(0.05, 0.1, "width"),
        "different": Level(0.3, 0.99),
    },
    "title": {"exact": Level(0.7, 1, "rarity"), "different": Level(0.3, 0.95)},
    "birthday": {
        "exact": Level(0.92, 5e-5),
        "day_and_month": Level(0.02, 1e-4),
        "slip": Level(0.04, 0.005),
        "different": Level(0.02, 0.99),
    },
    "city": {"exact": Level(0.7, 1, "rarity"), "similar": Level(0.02, 0.3, "width"), "different": Level(0.28, 0.95)},
    "street": {"exact": Level(0.6, 1, "rarity"), "similar": Level(0.1, 20, "width"), "different": Level(0.3, 0.99)},
    "postal_code": {"exact": Level(0.75, 1, "rarity"), "similar": Level(0.05, 0.03), "different": Level(0.2, 0.97)},
    "source": {"same": Level(0.3, 0.5), "other": Level(0.7, 0.5)},
    "event": {"together": Level(0.03, 1, "fixed")},
}
"""What is known before any record is seen, by comparison and level."""


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned of an address book.

    records      how many it was trained on
    duplicates   how many other records of the same person a record has
    levels       m and u
    frequencies  how many records have each value (`frequencies.counted`)
    """

    records: int
    duplicates: float
    levels: Levels
    frequencies: pl.DataFrame

    @property
    def prior(self) -> float:
        """log2 of the odds that two records picked at random are one person's."""
        return float(np.log2(self.duplicates / self.world))

    @property
    def world(self) -> int:
        """The records that chance is counted in."""
        return self.records + WORLD

    def with_levels(self, levels: Levels) -> "Model":
        """The same with other m and u."""
        return replace(self, levels=levels)


_OF_A_WHOLE_NAME: Final = [LEVELS["address_name"].index(name) for name in ("full_name", "initial_and_family")]


def rarities(compared: pl.DataFrame, world: int) -> dict[str, np.ndarray]:
    """log2 of the share of records that have what a pair shares, by comparison (Float32, one a pair)."""
    found = {}
    share = np.float32(np.log2(world))
    for name in LEVELS:
        if f"{name}_rarity" not in compared.columns:
            continue
        found[name] = compared[f"{name}_rarity"].fill_null(0).to_numpy().astype(np.float32)
        if name in ("email", "phone"):  # counted in names, not in a share of the records
            found[name] = found[name] - share
    others = (
        compared["address_users"].fill_null(0).to_numpy().astype(np.float32) - 2 * RECORDS_OF_ONE
    )  # names and addresses
    namesakes = np.log2(np.maximum(others, 0.01)) - share
    of_name = np.isin(compared["address_name"].to_numpy(), _OF_A_WHOLE_NAME)
    found["address_name"] = np.where(of_name, np.maximum(found["address_name"], namesakes), found["address_name"])
    is_handle = compared["address_name"].to_numpy() == LEVELS["address_name"].index("same_handle")
    found["address_name"] = found["address_name"] - np.where(is_handle, share, np.float32(0))
    return found


def weights(compared: pl.DataFrame, model: Model) -> dict[str, np.ndarray]:
    """The weight of each comparison (Float32, bits; one a pair)."""
    found = {}
    rare = rarities(compared, model.world)
    for name, names in LEVELS.items():
        at = compared[name].to_numpy()
        log_m, log_u, is_rare = _tables(name, names, model)
        weight = log_m[at] - log_u[at]
        if name in rare:
            u = np.minimum(rare[name] + log_u[at], np.float32(MOST_CHANCE))
            weight = np.where(is_rare[at], log_m[at] - u, weight)
        found[name] = weight.astype(np.float32)
    return found


def _tables(name: str, names: tuple[str, ...], model: Model) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """log2 m, log2 u and whether u is a rarity, by the number of the level; a missing value weighs nothing."""
    log_m, log_u, is_rare = (
        np.zeros(len(names), np.float32),
        np.zeros(len(names), np.float32),
        np.zeros(len(names), bool),
    )
    for at, label in enumerate(names):
        if label == "missing":
            continue
        m, u, chance = model.levels[name][label]
        log_m[at] = np.log2(m)
        log_u[at] = np.log2(u / model.world if chance == "own" else u)
        is_rare[at] = chance in ("rarity", "width", "fixed_rarity")
    return log_m, log_u, is_rare
