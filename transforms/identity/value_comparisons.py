"""Values side by side: addresses, numbers, profiles, organisations, days and places."""

from typing import Final

import polars as pl

from transforms.identity.features import SLOTS
from transforms.identity.levels import level
from transforms.identity.similarity import ALIKE, ONE_EDIT, SIMILAR

_ORGS: Final = [f"org_{slot}" for slot in range(SLOTS)]
_OF_A_DATE: Final = 3


def value_levels() -> list[pl.Expr]:
    """The levels of all comparisons but those of names, and their rarities."""
    return [
        _own_or_shared("email").alias("email"),
        pl.col("email_names").cast(pl.Float32).log(2).alias("email_rarity"),
        _own_or_shared("phone").alias("phone"),
        pl.col("phone_names").cast(pl.Float32).log(2).alias("phone_rarity"),
        _same("linkedin").alias("linkedin"),
        _same("source_id").alias("source_id"),
        _identifier().alias("identifier"),
        _organisation().alias("organisation"),
        _organisation_rarity().alias("organisation_rarity"),
        _birthday().alias("birthday"),
        _equal("title").alias("title"),
        _equal("city", ALIKE).alias("city"),
        _equal("street", ALIKE).alias("street"),
        _equal("postal_code", ONE_EDIT).alias("postal_code"),
        *(
            pl.max_horizontal(f"{name}_rarity", f"{name}_rarity_b").alias(f"{name}_rarity")
            for name in ("title", "city", "street", "postal_code")
        ),
        _equal_source().alias("source"),
        level("event", "missing").alias("event"),
    ]


def _have_both(count: str) -> pl.Expr:
    return (pl.col(count) > 0) & (pl.col(f"{count}_b") > 0)


def _own_or_shared(kind: str) -> pl.Expr:
    return (
        pl.when(pl.col(f"{kind}_names") == 1).then(level(kind, "own"))
        .when(pl.col(f"{kind}_names") > 1).then(level(kind, "shared"))
        .when(_have_both(f"{kind}s")).then(level(kind, "different"))
        .otherwise(level(kind, "missing"))
    )  # fmt: skip


def _same(kind: str) -> pl.Expr:
    return (
        pl.when(pl.col(f"same_{kind}").fill_null(value=False)).then(level(kind, "exact"))
        .when(_have_both(f"{kind}s")).then(level(kind, "different"))
        .otherwise(level(kind, "missing"))
    )  # fmt: skip


def _identifier() -> pl.Expr:
    is_similar = (pl.col("identifier_similarity") >= ONE_EDIT).fill_null(value=False)
    return (
        pl.when(pl.col("same_identifier").fill_null(value=False)).then(level("identifier", "exact"))
        .when(is_similar).then(level("identifier", "similar"))
        .when(_have_both("identifiers")).then(level("identifier", "different"))
        .otherwise(level("identifier", "missing"))
    )  # fmt: skip


def _has_same_organisation() -> pl.Expr:
    return pl.any_horizontal(pl.col(one) == pl.col(f"{other}_b") for one in _ORGS for other in _ORGS).fill_null(
        value=False
    )


def _organisation() -> pl.Expr:
    return (
        pl.when(_has_same_organisation()).then(level("organisation", "exact"))
        .when(pl.col("org_0").is_null() | pl.col("org_0_b").is_null()).then(level("organisation", "missing"))
        .when(pl.col("org_similarity") >= SIMILAR).then(level("organisation", "similar"))
        .otherwise(level("organisation", "different"))
    )  # fmt: skip


def _organisation_rarity() -> pl.Expr:
    """Of the rarest that both share; else of the commoner one of the first of each."""
    shared = pl.min_horizontal(
        pl.when(pl.col(one) == pl.col(f"{other}_b")).then(f"{one}_rarity") for one in _ORGS for other in _ORGS
    )
    return pl.coalesce(shared, pl.max_horizontal("org_0_rarity", "org_0_rarity_b"))


def _equal(name: str, similar: float | None = None) -> pl.Expr:
    one, other = pl.col(name), pl.col(f"{name}_b")
    found = (
        pl.when(one.is_null() | other.is_null())
        .then(level(name, "missing"))
        .when(one == other)
        .then(level(name, "exact"))
    )
    if similar is not None:
        found = found.when(pl.col(f"{name}_similarity") >= similar).then(level(name, "similar"))
    return found.otherwise(level(name, "different"))


def _equal_source() -> pl.Expr:
    """One source has somebody twice less often than two sources have him once each."""
    is_same = pl.col("source") == pl.col("source_b")
    return pl.when(is_same).then(level("source", "same")).otherwise(level("source", "other"))


def _birthday() -> pl.Expr:
    year, month, day = (
        (pl.col(part) == pl.col(f"{part}_b")).fill_null(value=False) for part in ("year", "month", "day")
    )
    has_years = pl.col("year").is_not_null() & pl.col("year_b").is_not_null()
    is_turned = (pl.col("month") == pl.col("day_b")) & (pl.col("day") == pl.col("month_b")) & year
    agreeing = year.cast(pl.UInt8) + month.cast(pl.UInt8) + day.cast(pl.UInt8)
    return (
        pl.when(pl.col("month").is_null() | pl.col("month_b").is_null()).then(level("birthday", "missing"))
        .when(agreeing == _OF_A_DATE).then(level("birthday", "exact"))
        .when(month & day & ~has_years).then(level("birthday", "day_and_month"))
        .when((agreeing == _OF_A_DATE - 1) | is_turned.fill_null(value=False)).then(level("birthday", "slip"))
        .otherwise(level("birthday", "different"))
    )  # fmt: skip
