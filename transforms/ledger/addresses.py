"""What addresses say of whoever uses them: whose they are, and whether they stand for many people or for a room."""

from typing import Any

import polars as pl

from configs.words import word_list


def is_list_address(address: pl.Expr) -> pl.Expr:
    """Whether an address stands for many people; false where there is none."""
    lists: dict[str, Any] = word_list("interactions")["lists"]
    local, domain = address.str.extract(r"^(.*)@"), address.str.extract(r"@([^@]*)$")
    said = (
        domain.is_in(lists["domains"])
        | domain.str.contains(r"^(?:lists?|groups?|googlegroups)\.")
        | local.is_in(lists["locals"])
        | _begins(local, lists["local_openings"])
        | _ends(local, lists["local_endings"])
    )
    return said.fill_null(value=False)


def is_room_address(address: pl.Expr) -> pl.Expr:
    """Whether an address is a room's or a thing's; false where there is none."""
    domain = address.str.extract(r"@([^@]*)$")
    return domain.is_in(word_list("interactions")["rooms"]["domains"]).fill_null(value=False)


def is_calendar_address(address: pl.Expr) -> pl.Expr:
    """Whether an address is a shared calendar's, which organises what stands on it; false where there is none."""
    domain = address.str.strip_chars().str.to_lowercase().str.extract(r"@([^@]*)$")
    return domain.is_in(word_list("interactions")["calendars"]["domains"]).fill_null(value=False)


def _begins(text: pl.Expr, openings: list[str]) -> pl.Expr:
    return pl.any_horizontal(text.str.starts_with(opening) for opening in openings)


def _ends(text: pl.Expr, endings: list[str]) -> pl.Expr:
    return pl.any_horizontal(text.str.ends_with(ending) for ending in endings)
