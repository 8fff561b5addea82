"""What cards say of how people are known without saying so: LinkedIn, relations, where the owner works or worked."""

from datetime import date
from typing import Final

import polars as pl

from configs.words import word_list
from transforms.acquaintance.attendance import Ground
from transforms.acquaintance.provenance import EVIDENCE, INFERRED
from transforms.acquaintance.workplaces import domains, organisations
from transforms.ledger.shapes import Schema, in_shape
from transforms.values import folded

_RELATED: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "related_person_id": pl.String,
    "relation": pl.String,
    "label": pl.String,
    "source": pl.String,
    "record_id": pl.String,
    "raw": pl.String,
    "is_by_name": pl.Boolean,
}

_LINKEDIN: Final = "linkedin"


def inferred(ground: Ground) -> pl.DataFrame:
    """Everything that is inferred from cards, in the shape of `INFERRED`.

    In: what is known of people (`attendance.ground`).
    """
    at_work = organisations(ground)
    rows = [_linkedin(ground.frames, today=ground.today), _relations(ground), at_work, domains(ground, at_work)]
    return pl.concat(rows, how="diagonal_relaxed").pipe(in_shape, INFERRED)


def _linkedin(frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """Connections, and whoever something passed with on LinkedIn."""
    is_connection = (pl.col("connector") == _LINKEDIN) & pl.col("person_id").is_not_null()
    cards = frames["source_record"].filter(is_connection).select("owner", "person_id", "source", "record_id")
    days = (
        frames["person_date"]
        .filter((pl.col("kind") == "connected") & pl.col("date").is_not_null())
        .select("person_id", "provenance", "date")
        .explode("provenance")
        .select(
            "date",
            source=pl.col("provenance").struct.field("source"),
            record_id=pl.col("provenance").struct.field("record_id"),
            raw=pl.col("provenance").struct.field("raw"),
        )
    )
    connected = (
        cards.join(days, on=("source", "record_id"), how="left")
        .sort("owner", "person_id", "source", "record_id")
        .group_by("owner", "person_id", maintain_order=True)
        .agg(on=pl.col("date").min(), evidence=pl.struct("source", "record_id", "raw").unique(maintain_order=True))
    )
    passed = _passed(frames, today=today)
    return connected.join(passed, on=("owner", "person_id"), how="full", coalesce=True).select(
        "owner",
        "person_id",
        pl.col("interactions").fill_null(0),
        kind=pl.lit(_LINKEDIN),
        template=pl.lit(_LINKEDIN),
        key=pl.lit("text:" + _LINKEDIN),
        sphere=pl.lit("professional"),
        first_on=pl.min_horizontal("on", "first_on"),
        last_on=pl.max_horizontal("on", "last_on"),
        evidence=pl.coalesce(pl.col("evidence").cast(EVIDENCE), pl.col("latest").cast(EVIDENCE)),
    )


def _passed(frames: dict[str, pl.DataFrame], *, today: date) -> pl.DataFrame:
    """What passed on LinkedIn with each: owner, person_id, interactions, first_on, last_on, latest."""
    told = frames["interaction"].filter(
        pl.col("channel").str.starts_with(_LINKEDIN)
        & (pl.col("direction") != "observed")
        & (pl.col("started_on") <= today)
    )
    others = frames["interaction_participant"].filter(~pl.col("is_owner") & pl.col("person_id").is_not_null())
    return (
        others.select("owner", "person_id", "interaction_id")
        .unique()
        .join(told.select("owner", "interaction_id", "started_on", "channel"), on=("owner", "interaction_id"))
        .sort("owner", "person_id", "started_on", "interaction_id")
        .group_by("owner", "person_id", maintain_order=True)
        .agg(
            interactions=(pl.col("channel") != "linkedin_connection").sum(),
            first_on=pl.col("started_on").min(),
            last_on=pl.col("started_on").max(),
            latest=pl.struct(source=pl.lit("interaction"), record_id="interaction_id", raw="channel").last().implode(),
        )
    )


def named_relations(frames: dict[str, pl.DataFrame], known: pl.DataFrame) -> pl.DataFrame:
    """Who is related to whom by a card of an owner's.

    A relative who is given by name alone is the only one of that name whom the owner knows.

    Out: `_RELATED`.
    """
    if frames["person_relation"].is_empty():
        return pl.DataFrame(schema=_RELATED)
    given = (
        frames["person_relation"]
        .explode("provenance")
        .select(
            "person_id",
            "related_person_id",
            "relation",
            "label",
            name=folded(pl.col("value")),
            source=pl.col("provenance").struct.field("source"),
            record_id=pl.col("provenance").struct.field("record_id"),
            raw=pl.col("provenance").struct.field("raw"),
        )
        .join(frames["source_record"].select("source", "record_id", "owner"), on=("source", "record_id"))
    )
    names = frames["person"].filter("is_named").select("person_id", name=folded(pl.col("full_name")))
    only = (
        known.join(names, on="person_id")
        .group_by("owner", "name")
        .agg(named=pl.col("person_id").first(), people=pl.len())
        .filter(pl.col("people") == 1)
    )
    return (
        given.join(only, on=("owner", "name"), how="left")
        .with_columns(
            is_by_name=pl.col("related_person_id").is_null(),
            related_person_id=pl.coalesce("related_person_id", "named"),
        )
        .filter(pl.col("related_person_id").is_not_null() & (pl.col("related_person_id") != pl.col("person_id")))
        .select(_RELATED.keys())
        .sort("owner", "person_id", "related_person_id", "relation", "source", "record_id")
    )


def _relations(ground: Ground) -> pl.DataFrame:
    """The owner's relatives, by either's card, and who somebody was referred by."""
    words = word_list("contexts")["relations"]
    told = named_relations(ground.frames, ground.known)
    if told.is_empty():
        return pl.DataFrame(schema=INFERRED)
    mine = ground.selves.rename({"person_id": "me"})
    written = pl.col("label").str.strip_chars().pipe(_capitalised)
    of_mine = (
        told.join(mine, left_on=("owner", "person_id"), right_on=("owner", "me"))
        .with_columns(person_id="related_person_id")
        .with_columns(name=pl.coalesce(written, pl.col("relation").pipe(_capitalised)))
    )
    inverse = pl.col("relation").replace_strict(words["inverse"], default=None, return_dtype=pl.String)
    of_theirs = (
        told.join(mine, left_on=("owner", "related_person_id"), right_on=("owner", "me"))
        .with_columns(name=inverse)
        .filter(pl.col("name").is_not_null())
    )
    names = ground.frames["person"].select("full_name", related_person_id="person_id")
    no_template = pl.lit(None, pl.String)
    referred = told.filter(pl.col("relation") == "referred_by").join(names, on="related_person_id")
    rows = [
        of_mine.filter(pl.col("relation") != "referred_by").with_columns(template=no_template),
        of_theirs.with_columns(template=no_template),
        referred.with_columns(template=pl.lit("referred_by"), name="full_name"),
    ]
    is_professional = pl.col("relation").is_in(words["professional"])
    return (
        pl.concat(rows, how="diagonal")
        .group_by("owner", "person_id", "name", "relation", "template", maintain_order=True)
        .agg(evidence=pl.struct("source", "record_id", "raw"))
        .with_columns(
            kind=pl.lit("relation"),
            key="text:" + folded(pl.col("name")),
            sphere=pl.when(is_professional).then(pl.lit("professional")).otherwise(pl.lit("personal")),
            interactions=pl.lit(0),
        )
        .drop("relation")
    )


def _capitalised(text: pl.Expr) -> pl.Expr:
    plain = text.str.replace_all("_", " ")
    return plain.str.slice(0, 1).str.to_uppercase() + plain.str.slice(1)
