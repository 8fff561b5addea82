"""Who knows whom, apart from the owner: by events, threads, households, organisations and relations that they share."""

from datetime import date
from typing import Final

import polars as pl

from configs.words import word_list
from transforms.acquaintance.attendance import Ground, observed
from transforms.acquaintance.coding import DIGITS, code_of, coded
from transforms.acquaintance.households import households
from transforms.acquaintance.inferred import named_relations
from transforms.ledger.shapes import Schema, in_shape

EVIDENCE: Final = pl.List(
    pl.Struct(
        {"kind": pl.String, "what": pl.String, "interactions": pl.Int32, "weight": pl.Float64, "last_on": pl.Date}
    )
)

TIE: Final[Schema] = {
    "owner": pl.String,
    "person_id_a": pl.String,
    "person_id_b": pl.String,
    "kinds": pl.List(pl.String),
    "weight": pl.Float64,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "evidence": EVIDENCE,
}
"""One row per owner and two others who know each other, the smaller id first; never the owner.

kinds     event, thread, household, organisation, relation: sorted
weight    the sum of what each thing that they share says, also of those that aren't in the evidence
evidence  kind, what (a title, an address, an organisation, a word), interactions, weight, last_on; the heaviest first
"""

_PAIR: Final[Schema] = {
    "owner": pl.String,
    "person_id_a": pl.String,
    "person_id_b": pl.String,
    "kind": pl.String,
    "what": pl.String,
    "interactions": pl.Int32,
    "weight": pl.Float64,
    "first_on": pl.Date,
    "last_on": pl.Date,
}
"""One row per two people and thing that ties them."""

_MOST_COLLEAGUES: Final = 30
"""People whom an owner knows at an organisation, from which it says nothing of who knows whom."""

_MOST_EVIDENCE: Final = 10
_PEOPLE: Final = ("owner", "person_id_a", "person_id_b")


def ties(ground: Ground, *, met_group: int) -> pl.DataFrame:
    """Who knows whom, in the shape of `TIE`.

    The number of pairs is bounded, since only small groups tell who knows whom: events and threads of up to `met_group`
    people (the owner included), households of up to eight, organisations of up to thirty.

    Events weigh log2(1 + w), w being the sum of 1/(n-1) over those of one title; threads 0.5 * log2(1 + messages) /
    (n-1); organisations 1/(n-1); households and relations as the word list says (half, where one is
    given by name).

    In: what is known of people (`attendance.ground`).
    """
    frames, others = ground.frames, ground.others
    pairs = pl.concat(
        [
            _events(_together(ground), met_group=met_group),
            _threads(frames, met_group=met_group, today=ground.today),
            _households(frames, others),
            _organisations(frames, others),
            _relations(frames, others),
        ]
    )
    return pairs.pipe(_without, ground.selves).pipe(_tied)


def _without(pairs: pl.DataFrame, selves: pl.DataFrame) -> pl.DataFrame:
    """Pairs of others only."""
    for end in ("person_id_a", "person_id_b"):
        pairs = pairs.join(selves, left_on=("owner", end), right_on=("owner", "person_id"), how="anti")
    return pairs


def _together(ground: Ground) -> pl.DataFrame:
    """Who was at what with the owner, or without them as far as their calendar knows."""
    without = observed(ground.frames, today=ground.today)
    if without.is_empty():
        return ground.together
    texts = pl.col("owner", "person_id", "interaction_id").cast(pl.String)
    rows = pl.concat([ground.together.with_columns(texts), without.with_columns(texts)])
    return coded(rows, "owner", "person_id", "interaction_id")


def _tied(pairs: pl.DataFrame) -> pl.DataFrame:
    kept = pl.struct("kind", "what", "interactions", "weight", "last_on").head(_MOST_EVIDENCE)
    ends = code_of(pairs["person_id_a"], pairs["person_id_b"])
    rows = (
        pairs.with_columns(pl.col("weight").round(DIGITS))
        .pipe(coded, "owner", "kind", "what")
        .with_columns(pl.col("person_id_a", "person_id_b").cast(ends))
        .sort(*_PEOPLE, "weight", "kind", "what", descending=[False, False, False, True, False, False])
        .group_by(_PEOPLE, maintain_order=True)
        .agg(
            pl.col("weight").sum().round(DIGITS),
            pl.col("first_on").min(),
            pl.col("last_on").max(),
            kinds=pl.col("kind").unique().sort(),
            evidence=kept,
        )
    )
    return rows.pipe(in_shape, TIE)


def _in_pairs(members: pl.DataFrame, *, on: str) -> pl.DataFrame:
    """Every two members of the same thing: owner, `on`, person_id_a and person_id_b, weight (the smaller one)."""
    few = members.select("owner", on, "person_id", "weight")
    return (
        few.rename({"person_id": "person_id_a"})
        .join(few.rename({"person_id": "person_id_b", "weight": "weight_b"}), on=("owner", on))
        .filter(pl.col("person_id_a") < pl.col("person_id_b"))
        .with_columns(weight=pl.min_horizontal("weight", "weight_b"))
        .drop("weight_b")
    )


def _shaped(pairs: pl.DataFrame, /, **more: pl.Expr) -> pl.DataFrame:
    missing = {name: pl.lit(None, of) for name, of in _PAIR.items() if name not in {*pairs.columns, *more}}
    return pairs.with_columns(**missing, **more).pipe(in_shape, _PAIR)


def _events(together: pl.DataFrame, *, met_group: int) -> pl.DataFrame:
    """Small things that people did together, by title."""
    small = together.filter(pl.col("group_size").is_between(3, met_group))
    if small.is_empty():
        return pl.DataFrame(schema=_PAIR)
    at = small.select("owner", "interaction_id", "started_on", "title").unique(("owner", "interaction_id"))
    return (
        _in_pairs(small, on="interaction_id")
        .join(coded(at, "title"), on=("owner", "interaction_id"))
        .group_by(*_PEOPLE, what="title")
        .agg(
            interactions=pl.len(),
            weight=(1 + pl.col("weight").sum()).log(2),
            first_on=pl.col("started_on").min(),
            last_on=pl.col("started_on").max(),
        )
        .pipe(_shaped, kind=pl.lit("event"))
    )


def _threads(frames: dict[str, pl.DataFrame], *, met_group: int, today: date) -> pl.DataFrame:
    """Messages to several: who is in the same conversation."""
    base: float = word_list("contexts")["ties"]["thread"]
    messages = frames["interaction"].filter(
        pl.col("channel").is_in(["email", "linkedin_message"])
        & pl.col("group_size").is_between(3, met_group)
        & (pl.col("started_on") <= today)
    )
    if messages.is_empty():
        return pl.DataFrame(schema=_PAIR)
    at = messages.select(
        "owner", "interaction_id", "started_on", thread=pl.coalesce("conversation_id", "interaction_id")
    )
    others = frames["interaction_participant"].filter(~pl.col("is_owner") & pl.col("person_id").is_not_null())
    members = (
        others.select("owner", "person_id", "interaction_id")
        .join(at, on=("owner", "interaction_id"))
        .select("owner", "person_id", "thread")
        .unique()
        .pipe(coded, "owner", "person_id", "thread")
        .filter(pl.len().over("owner", "thread").is_between(2, met_group - 1))
    )
    told = at.group_by("owner", "thread").agg(
        interactions=pl.len(), first_on=pl.col("started_on").min(), last_on=pl.col("started_on").max()
    )
    share = 1 / (pl.len().over("owner", "thread"))
    return (
        _in_pairs(members.with_columns(weight=base * share), on="thread")
        .with_columns(pl.col("owner", "thread").cast(pl.String))
        .join(told, on=("owner", "thread"))
        .group_by(_PEOPLE)
        .agg(
            weight=(pl.col("weight") * (1 + pl.col("interactions")).log(2)).sum(),
            interactions=pl.col("interactions").sum(),
            first_on=pl.col("first_on").min(),
            last_on=pl.col("last_on").max(),
        )
        .pipe(_shaped, kind=pl.lit("thread"))
    )


def _households(frames: dict[str, pl.DataFrame], known: pl.DataFrame) -> pl.DataFrame:
    base: float = word_list("contexts")["ties"]["household"]
    members = households(frames, known)
    if members.is_empty():
        return pl.DataFrame(schema=_PAIR)
    words = members.group_by("owner", "shared").agg(pl.col("what").min())
    return (
        _in_pairs(members.with_columns(weight=pl.lit(base)), on="shared")
        .join(words, on=("owner", "shared"))
        .sort(*_PEOPLE, "shared")
        .unique(_PEOPLE, keep="first", maintain_order=True)
        .pipe(_shaped, kind=pl.lit("household"))
    )


def _organisations(frames: dict[str, pl.DataFrame], known: pl.DataFrame) -> pl.DataFrame:
    """Who is or was at an organisation at the same time, as far as dates are known."""
    base: float = word_list("contexts")["ties"]["organisation"]
    at = ("owner", "organisation_id")
    jobs = (
        frames["affiliation"]
        .filter(pl.col("organisation_id").is_not_null())
        .join(known, on="person_id")
        .select(*at, "person_id", "organisation", "started_on", "ended_on")
        .with_columns(people=pl.col("person_id").n_unique().over(at))
        .filter(pl.col("people").is_between(2, _MOST_COLLEAGUES))
    )
    if jobs.is_empty():
        return pl.DataFrame(schema=_PAIR)
    together = (pl.col("started_on") <= pl.col("ended_on_b")).fill_null(value=True) & (
        pl.col("started_on_b") <= pl.col("ended_on")
    ).fill_null(value=True)
    others = jobs.select(*at, "started_on", "ended_on", person_id_b="person_id")
    return (
        jobs.rename({"person_id": "person_id_a"})
        .join(others, on=at, suffix="_b")
        .filter((pl.col("person_id_a") < pl.col("person_id_b")) & together)
        .group_by(*_PEOPLE, "organisation_id")
        .agg(
            what=pl.col("organisation").min(),
            weight=base / (pl.col("people").first() - 1),
            first_on=pl.max_horizontal("started_on", "started_on_b").min(),
            last_on=pl.min_horizontal("ended_on", "ended_on_b").max(),
        )
        .pipe(_shaped, kind=pl.lit("organisation"))
    )


def _relations(frames: dict[str, pl.DataFrame], known: pl.DataFrame) -> pl.DataFrame:
    """Relations that cards give between two people, whichever of them has the card."""
    words = word_list("contexts")["ties"]
    base = pl.col("relation").replace_strict(
        words["relation"], default=words["other_relation"], return_dtype=pl.Float64
    )
    told = named_relations(frames, known)
    if told.is_empty():
        return pl.DataFrame(schema=_PAIR)
    return (
        told.with_columns(
            person_id_a=pl.min_horizontal("person_id", "related_person_id"),
            person_id_b=pl.max_horizontal("person_id", "related_person_id"),
            weight=base * pl.when("is_by_name").then(0.5).otherwise(1.0),
            what=pl.coalesce("label", "relation"),
        )
        .sort(*_PEOPLE, "relation", "weight", "what", descending=[False, False, False, False, True, False])
        .unique((*_PEOPLE, "relation"), keep="first", maintain_order=True)
        .pipe(_shaped, kind=pl.lit("relation"))
    )
