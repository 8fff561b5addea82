"""Names side by side, and addresses beside names."""

from typing import Final

import polars as pl

from transforms.identity.keys import FULL, ONE_NAME, WITH_INITIAL
from transforms.identity.levels import NUMBER, level
from transforms.identity.similarity import ALIKE, SIMILAR

_SWAPPED: Final = {
    "given": "family",
    "given_all": "family",
    "given_initial": "family_initial",
    "is_given_initial": "is_family_initial",
    "given_rarity": "family_rarity",
    "family": "given",
    "family_initial": "given_initial",
    "is_family_initial": "is_given_initial",
    "family_rarity": "given_rarity",
}


def straightened(wide: pl.DataFrame) -> pl.DataFrame:
    """The second record's given and family name change places where only so one of them agrees. Adds is_swapped."""
    is_straight = (pl.col("given") == pl.col("given_b")) | (pl.col("family") == pl.col("family_b"))
    is_crossed = (pl.col("given") == pl.col("family_b")) | (pl.col("family") == pl.col("given_b"))
    is_swapped = is_crossed.fill_null(value=False) & ~is_straight.fill_null(value=False)
    return wide.with_columns(is_swapped=is_swapped).with_columns(
        pl.when("is_swapped").then(f"{other}_b").otherwise(f"{name}_b").alias(f"{name}_b")
        for name, other in _SWAPPED.items()
    )


def name_levels() -> list[pl.Expr]:
    """given_name, family_name, middle_name, name_order, generation; their rarities; and what `address_names` needs."""
    return [
        _given().alias("given_name"),
        _family().alias("family_name"),
        _middle().alias("middle_name"),
        _order().alias("name_order"),
        _generation().alias("generation"),
        _commoner("given").alias("given_name_rarity"),
        _family_rarity().alias("family_name_rarity"),
        pl.col("pattern", "address_rarity", "address_users", "handle_users"),
        _could_fit().alias("could_fit"),
    ]


def _commoner(name: str) -> pl.Expr:
    return pl.max_horizontal(f"{name}_rarity", f"{name}_rarity_b")


def _is_missing(name: str) -> pl.Expr:
    return pl.col(name).is_null() | pl.col(f"{name}_b").is_null()


def _is_equal(name: str) -> pl.Expr:
    return (pl.col(name) == pl.col(f"{name}_b")).fill_null(value=False)


def _is_initial(name: str) -> pl.Expr:
    return (pl.col(f"is_{name}_initial") | pl.col(f"is_{name}_initial_b")) & _is_equal(f"{name}_initial")


def _given() -> pl.Expr:
    similarity = pl.col("given_similarity")
    return (
        pl.when(_is_missing("given")).then(level("given_name", "missing"))
        .when(_is_equal("given") | _is_equal("given_all")).then(level("given_name", "exact"))
        .when(pl.col("is_native") != pl.col("is_native_b")).then(level("given_name", "native_and_latin"))
        .when(pl.col("is_nickname").fill_null(value=False)).then(level("given_name", "nickname"))
        .when(_is_initial("given")).then(level("given_name", "initial"))
        .when(similarity >= SIMILAR).then(level("given_name", "similar"))
        .when(similarity >= ALIKE).then(level("given_name", "alike"))
        .otherwise(level("given_name", "different"))
    )  # fmt: skip


def _family() -> pl.Expr:
    """Family names; of people whose given names differ an equal one says that they may be a family, not one person."""
    parts, parts_b = ("family_first", "family_last"), ("family_first_b", "family_last_b")
    is_part = pl.any_horizontal(
        *(pl.col("family_b") == pl.col(part) for part in parts),
        *(pl.col("family") == pl.col(part) for part in parts_b),
        *(pl.col(one) == pl.col(other) for one in parts for other in parts_b),
    ).fill_null(value=False)
    similarity = pl.col("family_similarity")
    return (
        pl.when(_is_missing("family")).then(level("family_name", "missing"))
        .when(_is_equal("family") & (_given() == NUMBER["given_name", "different"]))
        .then(level("family_name", "household"))
        .when(_is_equal("family")).then(level("family_name", "exact"))
        .when(pl.col("is_native") != pl.col("is_native_b")).then(level("family_name", "native_and_latin"))
        .when(is_part).then(level("family_name", "part"))
        .when(_is_initial("family")).then(level("family_name", "initial"))
        .when(similarity >= SIMILAR).then(level("family_name", "similar"))
        .when(similarity >= ALIKE).then(level("family_name", "alike"))
        .otherwise(level("family_name", "different"))
    )  # fmt: skip


def _family_rarity() -> pl.Expr:
    """Of a family name; beside an equal given name at least what the count of namesakes leaves for it."""
    is_whole = _is_equal("given") & _is_equal("family")
    namesakes = pl.when(is_whole).then(_commoner("name") - _commoner("given"))
    return pl.max_horizontal(_commoner("family"), namesakes).clip(upper_bound=0)


def _middle() -> pl.Expr:
    return (
        pl.when(_is_missing("middle")).then(level("middle_name", "missing"))
        .when(_is_equal("middle")).then(level("middle_name", "exact"))
        .when(_is_initial("middle")).then(level("middle_name", "initial"))
        .otherwise(level("middle_name", "different"))
    )  # fmt: skip


def _order() -> pl.Expr:
    has_names = ~(_is_missing("given") | _is_missing("family"))
    return (
        pl.when("is_swapped").then(level("name_order", "swapped"))
        .when(has_names).then(level("name_order", "straight"))
        .otherwise(level("name_order", "missing"))
    )  # fmt: skip


def _generation() -> pl.Expr:
    return (
        pl.when(_is_missing("generation")).then(level("generation", "missing"))
        .when(_is_equal("generation")).then(level("generation", "exact"))
        .otherwise(level("generation", "different"))
    )  # fmt: skip


def _could_fit() -> pl.Expr:
    """Whether one has an address that might be made of the other's name, or of the same name as the other's address."""
    has, has_b = pl.col("has_handle"), pl.col("has_handle_b")
    return (has & (has_b | pl.col("given_b").is_not_null())) | (has_b & pl.col("given").is_not_null())


def address_names(compared: pl.DataFrame) -> pl.DataFrame:
    """Adds address_name and its rarity: what an address says of a name, where the names themselves don't say it.

    Where the given names agree and the family names don't, an address that is made of the other's name speaks for a
    family name that changed: then it stands in the place of the family names.
    """
    given, family = pl.col("given_name"), pl.col("family_name")
    agreeing = [NUMBER["given_name", name] for name in ("exact", "nickname", "initial", "similar", "alike")]
    open_names = [NUMBER["family_name", name] for name in ("missing", "initial", "native_and_latin", "different")]
    nameless = (given == NUMBER["given_name", "missing"]) & (family == NUMBER["family_name", "missing"])
    is_silent = nameless | (given == NUMBER["given_name", "native_and_latin"])
    fits = pl.col("pattern").is_in([FULL, WITH_INITIAL]).fill_null(value=False)
    found = (
        pl.when(is_silent & (pl.col("pattern") == FULL)).then(level("address_name", "full_name"))
        .when(is_silent & (pl.col("pattern") == WITH_INITIAL)).then(level("address_name", "initial_and_family"))
        .when(is_silent & (pl.col("pattern") == ONE_NAME)).then(level("address_name", "one_name"))
        .when(is_silent & pl.col("handle_users").is_not_null()).then(level("address_name", "same_handle"))
        .when(nameless & pl.col("could_fit")).then(level("address_name", "different"))
        .when(given.is_in(agreeing) & family.is_in(open_names) & fits).then(level("address_name", "family_name"))
        .otherwise(level("address_name", "missing"))
    )  # fmt: skip
    of_family = pl.col("address_name") == NUMBER["address_name", "family_name"]
    rarity = (
        pl.when(pl.col("address_name") == NUMBER["address_name", "same_handle"])
        .then(pl.col("handle_users").cast(pl.Float32).log(2))
        .when(of_family)
        .then("family_name_rarity")
        .otherwise("address_rarity")
    )
    return (
        compared.with_columns(address_name=found)
        .with_columns(
            address_name_rarity=rarity,
            family_name=pl.when(of_family).then(level("family_name", "missing")).otherwise("family_name"),
        )
        .drop("pattern", "address_rarity", "handle_users", "could_fit")
    )
