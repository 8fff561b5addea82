"""Whom a contact is related to, which labels it carries, and who belongs to a group."""

import polars as pl

from configs.words import word_list
from transforms.labels import normalise_relation
from transforms.values import folded, tidy_text, values


def is_system_label(category: pl.Expr) -> pl.Expr:
    """Whether a label is one that a program sets by itself ("myContacts", "Imported on 1/2/24"), not the user."""
    known, name = word_list("categories"), folded(category)
    is_opening = pl.any_horizontal(name.str.starts_with(opening) for opening in known["openings"])
    return (name.is_in(known["system"]) | is_opening).fill_null(value=False)


def contact_categories(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Labels of contacts. In: raw contacts. Out: the columns of `Tidy.categories`; Google's star is taken off."""
    bare = tidy_text(pl.col("categories").str.replace(r"^\s*(?:\*\s*)+", ""))
    return (
        values(raw, "categories")
        .with_columns(category=bare, raw=pl.col("categories"))
        .with_columns(is_system=is_system_label(pl.col("category")))
    )


def contact_relations(raw: pl.LazyFrame) -> pl.LazyFrame:
    """People that contacts are related to. In: raw contacts. Out: the columns of `Tidy.relations`."""
    return values(raw, "relations").with_columns(
        relation=normalise_relation(pl.col("kind")), value=tidy_text(pl.col("value")), raw_label=pl.col("kind")
    )


def contact_members(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Members of groups. In: raw contacts. Out: the columns of `Tidy.members`: UID, address or name, as written."""
    return values(raw, "members").rename({"members": "member"})
