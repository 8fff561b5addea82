"""What the user says of people, beside who is who: what they did together, how they know them, how often to write."""

from typing import Final

import polars as pl

from transforms.ledger.shapes import Schema, in_shape

_INSTANT: Final = pl.Datetime("us", "UTC")

LOGGED: Final[Schema] = {
    "logged_id": pl.Int64,
    "owner": pl.String,
    "person_ids": pl.List(pl.String),
    "text": pl.String,
    "happened_on": pl.Date,
    "said_at": _INSTANT,
}
"""One row per thing that was logged by hand and stands, while anybody of it is known.

person_ids   those who were there, the owner aside: each once, in order, as they are called now
text         what it was ("brunch at the canal")
happened_on  the day; never one that was to come when it was said
"""

CONTEXTS_SAID: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "context": pl.String,
    "is_denied": pl.Boolean,
    "sphere": pl.String,
    "said_at": _INSTANT,
}
"""One row per owner, person and context (in whatever case): the last word on it.

is_denied  the user said that it isn't so
sphere     professional, personal or null (nothing was said of that)
"""

CADENCES: Final[Schema] = {
    "owner": pl.String,
    "person_id": pl.String,
    "days": pl.Int32,
    "said_at": _INSTANT,
}
"""One row per owner and person of whom was said how often to write: every so many days, or null for never."""


def led(named: pl.DataFrame, person_ids: pl.DataFrame, redirects: pl.DataFrame) -> pl.DataFrame:
    """Whom the ids mean now of which something was said.

    An id means its own person, else whoever has its records, else whomever it meant last: the records by which it led
    there may be forgotten since.

    Args:
        named: person_id, leads_to (whom it meant last; null at first).
        person_ids: The records of people: source, record_id, person_id.
        redirects: old_person_id, person_id, as of `person_redirects`.

    Returns:
        person_id, leads_to (null where it never meant anybody), is_known (whether that is somebody now).
    """
    known = person_ids.select(old="person_id", now="person_id").unique()
    leading = pl.concat([known, redirects.select(old="old_person_id", now="person_id")])
    return (
        named.join(leading, left_on="person_id", right_on="old", how="left")
        .join(leading.rename({"now": "still"}), left_on="leads_to", right_on="old", how="left")
        .select(
            "person_id",
            leads_to=pl.coalesce("now", "still", "leads_to"),
            is_known=pl.coalesce("now", "still").is_not_null(),
        )
        .sort("person_id")
    )


def logged(said: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """What was logged, of the people as they are now: `LOGGED` in and out, `leads` as of `led`."""
    people = (
        said.select("logged_id", person_id="person_ids")
        .explode("person_id")
        .pipe(_of_people, leads)
        .group_by("logged_id")
        .agg(person_ids=pl.col("person_id").unique().sort())
    )
    return said.drop("person_ids").join(people, on="logged_id").pipe(in_shape, LOGGED).sort("logged_id")


def contexts_said(said: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """The last word on each owner, person and context.

    In: said_id and the columns of `CONTEXTS_SAID`, a row per word; `leads` as of `led`. Out: `CONTEXTS_SAID`.
    """
    return (
        said.pipe(_of_people, leads)
        .with_columns(key=pl.col("context").str.to_lowercase())
        .pipe(_last_words, "owner", "person_id", "key")
        .pipe(in_shape, CONTEXTS_SAID)
    )


def cadences(said: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """The last word on each owner and person, unless that was to leave it to Kith.

    In: said_id, is_default and the columns of `CADENCES`, a row per word; `leads` as of `led`. Out: `CADENCES`.
    """
    last = said.pipe(_of_people, leads).pipe(_last_words, "owner", "person_id")
    return last.filter(~pl.col("is_default")).pipe(in_shape, CADENCES)


def _of_people(said: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    """What was said of people who are known now, with the ids that they have now."""
    now = leads.filter("is_known").select("person_id", "leads_to")
    return said.join(now, on="person_id").drop("person_id").rename({"leads_to": "person_id"})


def _last_words(said: pl.DataFrame, *of: str) -> pl.DataFrame:
    return said.sort("said_id").unique(of, keep="last").sort(of)
