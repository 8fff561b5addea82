"""The comparisons and their levels: what may be found when two records are compared."""

from typing import Final

import polars as pl

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "given_name": ("missing", "exact", "nickname", "initial", "similar", "alike", "native_and_latin", "different"),
    "family_name": (
        "missing", "exact", "part", "initial", "similar", "alike", "native_and_latin", "household", "different",
    ),
    "name_order": ("missing", "straight", "swapped"),
    "middle_name": ("missing", "exact", "initial", "different"),
    "generation": ("missing", "exact", "different"),
    "address_name": (
        "missing", "full_name", "initial_and_family", "family_name", "one_name", "same_handle", "different",
    ),
    "email": ("missing", "own", "shared", "different"),
    "phone": ("missing", "own", "shared", "different"),
    "linkedin": ("missing", "exact", "different"),
    "source_id": ("missing", "exact", "different"),
    "identifier": ("missing", "exact", "similar", "different"),
    "organisation": ("missing", "exact", "similar", "different"),
    "title": ("missing", "exact", "different"),
    "birthday": ("missing", "exact", "day_and_month", "slip", "different"),
    "city": ("missing", "exact", "similar", "different"),
    "street": ("missing", "exact", "similar", "different"),
    "postal_code": ("missing", "exact", "similar", "different"),
    "source": ("missing", "same", "other"),
    "event": ("missing", "together"),
}  # fmt: skip
"""By comparison; a level's number is its place. `missing`: one of the two doesn't say, which weighs nothing."""

NUMBER: Final = {(name, level): at for name, levels in LEVELS.items() for at, level in enumerate(levels)}


def level(comparison: str, name: str) -> pl.Expr:
    """The number of a level as an expression."""
    return pl.lit(NUMBER[comparison, name], pl.UInt8)
