"""Keeps chains from joining people whose names contradict each other: Anna and Alex, over a card that says "A."."""

from typing import Final

import polars as pl

from transforms.components import components
from transforms.name_agreement import NameForm, agreement

MOST_NAMES: Final = 30
"""A group under more names than this is no person: there no link holds that isn't firm."""

_FORM: Final = ("key", "given", "suffix")


def without_chains(pairs: pl.DataFrame, *, forms: pl.DataFrame, nodes: int) -> pl.DataFrame:
    """Refuse the links of which it can't be told whose they are.

    A link is firm where both records are written with the same name, or share an id; else (an initial, a nickname, no
    name at all) it is soft. A soft link holds only where both sides contradict the same names among all the records
    that the links would join: "A. Weber" contradicts neither Anna nor Alex, Anna contradicts Alex, so "A. Weber" stays
    apart from both. Since no name contradicts itself, soft links never bring two names together that contradict each
    other; and nothing depends on the order of the records.

    In: node_a, node_b, names, decision, is_firm, and others; `forms` has node, key, given, suffix of every record with
    a name. Out: the same, links that are refused with the names "ambiguous" and the decision "different".
    """
    numbered = pairs.with_row_index("pair")
    accepted = numbered.filter(pl.col("decision") == "same")
    if accepted["is_firm"].all():
        return pairs
    members = pl.DataFrame(
        {
            "core": components(nodes, accepted.filter("is_firm")),
            "group": components(nodes, accepted),
        }
    ).with_row_index("node")
    links = (
        accepted.filter(~pl.col("is_firm"))
        .select("pair", "node_a", "node_b")
        .join(members, left_on="node_a", right_on="node")
        .join(members.select("node", core_b="core"), left_on="node_b", right_on="node")
        .filter(pl.col("core") != pl.col("core_b"))
    )
    named = members.join(links.select("group").unique(), on="group", how="semi").join(_numbered(forms), on="node")
    crowded = named.group_by("group").agg(names=pl.col("form").n_unique()).filter(pl.col("names") > MOST_NAMES)
    against = _contradicted(named.join(crowded, on="group", how="anti"))
    refused = (
        links.join(against, on="core", how="left")
        .join(against.rename({"core": "core_b"}), on="core_b", how="left", suffix="_b")
        .filter(pl.col("against").ne_missing(pl.col("against_b")) | pl.col("group").is_in(crowded["group"].implode()))
    )
    is_refused = pl.col("pair").is_in(refused["pair"].implode())
    return numbered.with_columns(
        names=pl.when(is_refused).then(pl.lit("ambiguous")).otherwise("names"),
        decision=pl.when(is_refused).then(pl.lit("different")).otherwise("decision"),
    ).drop("pair")


def _numbered(forms: pl.DataFrame) -> pl.DataFrame:
    """The names with `form`, a number that equal ones share."""
    distinct = forms.select(_FORM).unique(maintain_order=True).with_row_index("form")
    return forms.join(distinct, on=_FORM)


def _contradicted(named: pl.DataFrame) -> pl.DataFrame:
    """The names of its group that a core contradicts: core, against (their numbers as a text); cores with any."""
    in_group = named.select("group", "form", *_FORM).unique()
    couples = in_group.join(in_group, on="group", suffix="_b").filter(pl.col("form") != pl.col("form_b"))
    distinct = couples.select("form", *_FORM, "form_b", *(f"{part}_b" for part in _FORM)).unique()
    is_contradiction = [
        agreement(NameForm(*row[1:4]), NameForm(*row[5:8])) == "contradiction" for row in distinct.iter_rows()
    ]
    contradictions = distinct.filter(pl.Series(is_contradiction, dtype=pl.Boolean)).select("form", "form_b")
    in_doubt = couples.select("group", "form", "form_b").join(contradictions, on=("form", "form_b"))
    said = named.select("core", "group", "form").unique().join(in_doubt, on=("group", "form"))
    return said.group_by("core").agg(against=pl.col("form_b").unique().sort().cast(pl.String).str.join(","))
