"""What people do together, as ways in which they know each other: by words of titles, or by titles that come often."""

from typing import Final

import polars as pl

from configs.words import word_list
from transforms.acquaintance.attendance import Ground
from transforms.acquaintance.coding import coded
from transforms.acquaintance.meeting_text import PROBABLY
from transforms.acquaintance.words import Titles, generic, with_implied
from transforms.countries import country_names
from transforms.ledger.shapes import Schema, in_shape
from transforms.values import folded

_OFTEN: Final = 3
"""Days on which something without a known word happened with somebody, from which its title is a context."""

_SMALL: Final = 20
"""People in what gives a context by its own title."""

_SHORT: Final = 60
"""Characters of a title that may name a context."""

_LATEST: Final = 5
"""Interactions of each title that are kept as evidence."""

TITLED: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "title": pl.String,
    "interactions": pl.Int32,
    "days": pl.Int32,
    "first_on": pl.Date,
    "last_on": pl.Date,
    "weight": pl.Float64,
    "group_size": pl.Int32,
    "latest": pl.List(pl.String),
}
"""One row per owner, person and title of what they did together.

weight      the sum of the interactions' weights
group_size  people in the smallest of them, null where that is never known
latest      the last interactions, the newest first
"""


def titled(together: pl.DataFrame, titles: Titles) -> pl.DataFrame:
    """What people did together, by its title and by what the calendar files it under: `TITLED`.

    In: `attendance.attended`; what its titles and categories say.
    """
    rows = (
        pl.concat([together.drop("categories"), _filed(together, titles)], how="diagonal")
        .filter(pl.col("title").is_not_null())
        .pipe(coded, "title")
        .sort("started_on", "interaction_id", descending=True)
        .group_by("owner", "person_id", "title", maintain_order=True)
        .agg(
            interactions=pl.len(),
            days=pl.col("started_on").n_unique(),
            first_on=pl.col("started_on").min(),
            last_on=pl.col("started_on").max(),
            weight=pl.col("weight").sum(),
            group_size=pl.col("group_size").min(),
            latest=pl.col("interaction_id").head(_LATEST),
        )
    )
    return rows.sort("owner", "person_id", "title").pipe(in_shape, TITLED)


def met_at(met: pl.DataFrame, together: pl.DataFrame) -> pl.DataFrame:
    """The events where people probably met, as far as these don't list them: `TITLED`, weighing how sure that is.

    In: `how_we_met.HOW_WE_MET`, `attendance.attended`.
    """
    is_probable = pl.col("confidence") >= PROBABLY
    events = met.filter(pl.col("kind").str.starts_with("event_") & pl.col("title").is_not_null() & is_probable)
    if events.is_empty():
        return pl.DataFrame(schema=TITLED)
    listed = together.select("owner", "person_id", "interaction_id").cast(pl.String)
    return (
        events.join(listed, on=("owner", "person_id", "interaction_id"), how="anti")
        .with_columns(
            interactions=pl.lit(1),
            days=pl.lit(1),
            first_on="met_on",
            last_on="met_on",
            weight="confidence",
            group_size=pl.lit(None),
            latest=pl.concat_list("interaction_id"),
        )
        .pipe(in_shape, TITLED)
    )


def _filed(together: pl.DataFrame, titles: Titles) -> pl.DataFrame:
    """The same with categories for titles, as far as they say something else than the title and aren't a default."""
    given = together.filter(pl.col("categories").list.len() > 0)
    if given.is_empty():
        return given.drop("categories")
    each = given.explode("categories").rename({"title": "own", "categories": "title"}).unique(maintain_order=True)
    hits = titles.hits.select("title", "concept")
    same = (
        each.select("own", "title")
        .unique()
        .join(hits, on="title")
        .join(hits.rename({"title": "own"}), on=("own", "concept"), how="semi")
    )
    is_default = folded(pl.col("title")).is_in(word_list("contexts")["categories"]["system"])
    return each.filter(~is_default).join(same, on=("own", "title"), how="anti", nulls_equal=True).drop("own")


def by_concept(rows: pl.DataFrame, titles: Titles) -> pl.DataFrame:
    """The concepts of what people did together: columns of `TITLED`, concept and is_professional."""
    words = titles.titles.select("title", "is_professional")
    return rows.join(with_implied(titles.hits).select("title", "concept"), on="title").join(
        words, on="title", how="left"
    )


def by_own_title(rows: pl.DataFrame, titles: Titles, ground: Ground) -> pl.DataFrame:
    """What has no known word and comes often in a small group: columns of `TITLED`, key, is_professional.

    A title of generic words, of the names of those who are there, or of places says nothing.
    """
    candidates = (
        rows.join(titles.hits, on="title", how="anti")
        .join(titles.titles, on="title")
        .filter((pl.col("group_size") <= _SMALL) & (pl.col("title").str.len_chars() <= _SHORT))
        .filter(pl.col("days").sum().over("owner", "person_id", "key") >= _OFTEN)
    )
    words = candidates.select("owner", "title", words="rest").unique().explode("words").drop_nulls()
    said = words.filter(~pl.col("words").is_in(list(generic())) & ~pl.col("words").str.contains(r"^\d+$"))
    meant = (
        said.join(_places(ground.frames), on="words", how="anti")
        .join(_names(candidates, ground), on=("owner", "title", "words"), how="anti")
        .join(_at_themselves(candidates, ground.together), on=("owner", "title"), how="anti")
    )
    return candidates.join(meant.select("owner", "title").unique(), on=("owner", "title"), how="semi").drop("rest")


def _places(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The words of the cities where people live, and of countries."""
    cities = frames["person_address"].select(words=folded(pl.col("city"))).drop_nulls()
    countries = pl.DataFrame({"words": sorted(country_names())}, schema={"words": pl.String})
    both = pl.concat([cities, countries]).unique()
    return both.select(pl.col("words").str.split(" ")).explode("words").unique()


def _names(candidates: pl.DataFrame, ground: Ground) -> pl.DataFrame:
    """The words of the names of those who are there, the owner among them: owner, title, words ("anna", "annas")."""
    asked = candidates.select("owner", "title").unique()
    there = _plain(ground.together, "owner", "title", "person_id").join(asked, on=("owner", "title"), how="semi")
    mine = ground.selves.join(asked, on="owner").select("owner", "title", "person_id")
    names = ground.frames["person_name"].select("person_id", words=folded(pl.col("full_name")).str.split(" "))
    each = (
        pl.concat([there, mine])
        .join(names, on="person_id")
        .explode("words")
        .drop_nulls()
        .select("owner", "title", "words")
    )
    return pl.concat([each, each.with_columns(pl.col("words") + "s")]).unique()


def _at_themselves(candidates: pl.DataFrame, together: pl.DataFrame) -> pl.DataFrame:
    """Titles that only say where something is: owner, title."""
    at = _plain(together, "owner", "title", "location")
    same = at.filter(folded(pl.col("title")) == folded(pl.col("location")))
    return same.join(candidates, on=("owner", "title"), how="semi").select("owner", "title").unique()


def _plain(together: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The distinct values of columns of `attendance.attended`, as texts."""
    return together.select(columns).drop_nulls().unique().cast(pl.String)
