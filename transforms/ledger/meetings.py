"""Meetings: occurrences of events as interactions, each once, with what they say of whoever takes part."""

from typing import Final

import polars as pl

from configs.settings import Interactions
from configs.words import word_list
from transforms.ledger.parties import PARTY, with_keys
from transforms.ledger.shapes import in_shape
from transforms.values import tidy_text

_AT: Final = ("source", "record_id", "instance")
"""What an occurrence is known by, within its source."""

_ROOMS: Final = ("room", "resource")

_GOOGLE_SPLIT: Final = r"_R\d{8}(?:T\d{6}Z?)?(@|$)"
"""What Google puts into the UID of a series that was split off another."""


def kept_occurrences(occurrences: pl.DataFrame) -> pl.DataFrame:
    """Each occurrence once, whatever the number of calendars and sources that hold a copy of it.

    The copy with the highest SEQUENCE is kept, then the one stamped last; answers to an invitation are no copies. Two
    events of the same time, title and attendees are one, too: one program copied what the other one has. What is
    cancelled is none, and neither are birthdays, holidays, focus time and the like.

    In: source, owner and the columns of `connectors.calendar.Occurrence`. Out: the same and copies.
    """
    light = occurrences.drop("attendees", "organiser", "categories", "location", "zone").with_row_index("row")
    is_reply = pl.col("method").fill_null("").is_in(["reply", "counter", "refresh"])
    once = ("owner", "event_key", "instance")
    latest = (
        light.filter(pl.col("kind") == "event")
        .with_columns(is_reply=is_reply, event_key=pl.coalesce("uid", pl.format("{}/{}", "source", "record_id")))
        .sort(
            "is_reply",
            "sequence",
            "stamped",
            *_AT,
            descending=[False, True, True, False, False, False],
            nulls_last=True,
        )
        .with_columns(copies=(~pl.col("is_reply")).sum().over(once).cast(pl.Int32))
        .unique(once, keep="first", maintain_order=True)
    )
    standing = latest.filter((pl.col("status") != "cancelled") & (pl.col("method").fill_null("") != "cancel"))
    told = standing.pipe(_each_once, occurrences).sort(_AT).select("row", "event_key", "copies")
    return pl.concat([occurrences[told["row"]], told.drop("row")], how="horizontal")


def _each_once(standing: pl.DataFrame, occurrences: pl.DataFrame) -> pl.DataFrame:
    """Without events that have the time, the title and the attendees of another one, whose copies they become.

    In: row (of `occurrences`), copies and what occurrences have of plain columns.
    """
    at = ("owner", "starts_on", "starts_at", "ends_at", "title_key")
    keyed = standing.with_columns(title_key=pl.col("summary").str.to_lowercase().str.strip_chars())
    is_alike = pl.col("title_key").is_not_null() & (pl.len().over(at) > 1)
    alike = keyed.filter(is_alike)
    if alike.is_empty():
        return standing
    addresses = pl.col("attendees").list.eval(pl.element().struct.field("address").str.to_lowercase()).list.sort()
    people = occurrences[alike["row"]].select(addresses=addresses.list.join(" ").fill_null(""))
    same = (*at, "addresses")
    merged = (
        pl.concat([alike, people], how="horizontal")
        .with_columns(addresses=pl.coalesce(pl.col("addresses").replace("", None), pl.col("row").cast(pl.String)))
        .with_columns(copies=pl.col("copies").sum().over(same))
        .unique(same, keep="first", maintain_order=True)
        .drop("addresses")
    )
    return pl.concat([keyed.filter(~is_alike), merged]).drop("title_key")


def meeting_parties(kept: pl.DataFrame, occurrences: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Who takes part in each occurrence, the organiser too: `PARTY`. Rooms and things take no part.

    In: `kept_occurrences`, all occurrences (for the answers among them), and `transforms.ledger.owners.own_keys`.
    """
    told = kept.lazy()
    attendees = (
        told.select(*_AT, "owner", "attendees")
        .with_columns(place=pl.int_ranges(0, pl.col("attendees").list.len(), dtype=pl.Int32))
        .explode("attendees", "place", empty_as_null=False)
        .drop_nulls("place")
        .unnest("attendees")
        .with_columns(is_organiser=pl.lit(value=False))
    )
    organisers = (
        told.filter(pl.col("organiser").is_not_null())
        .select(*_AT, "owner", "organiser", place=pl.lit(-1, pl.Int32), is_organiser=pl.lit(value=True))
        .unnest("organiser")
        .with_columns(response=pl.lit("accepted"))
    )
    people = (
        pl.concat([organisers, attendees], how="diagonal")
        .filter(~pl.col("kind").is_in(_ROOMS))
        .with_columns(is_list=pl.col("kind") == "group", url=pl.lit(None, pl.String))
        .pipe(with_keys, own)
    )
    # One row each: an organiser who is listed, too, answers as the list says.
    who = (*_AT, "who")
    told = people.with_columns(who=pl.coalesce("key", pl.format("{}", "place"))).collect().lazy()
    listed = told.filter(~pl.col("is_organiser")).unique(who, keep="first", maintain_order=True)
    organiser = told.filter("is_organiser")
    once = pl.concat(
        [
            listed.join(organiser.select(*who, leads=pl.lit(value=True)), on=who, how="left", maintain_order="left"),
            organiser.join(listed, on=who, how="anti").with_columns(leads=pl.lit(value=True)),
        ],
        how="diagonal",
    ).with_columns(role=pl.when("leads").then(pl.lit("organiser")).otherwise(pl.lit("attendee")))
    empty = {name: pl.lit(None, of) for name, of in PARTY.items() if name in {"url", "organisation", "title"}}
    return in_shape(_answered(once, occurrences, kept).with_columns(**empty), PARTY)


def _answered(people: pl.LazyFrame, occurrences: pl.DataFrame, kept: pl.DataFrame) -> pl.LazyFrame:
    """The participants with the answers that lie about as files of their own (METHOD:REPLY)."""
    replies = occurrences.filter(pl.col("method").fill_null("") == "reply")
    if replies.is_empty():
        return people
    answers = (
        replies.with_columns(event_key=pl.coalesce("uid", pl.format("{}/{}", "source", "record_id")))
        .select("owner", "event_key", "instance", "stamped", "attendees")
        .explode("attendees", empty_as_null=False)
        .drop_nulls("attendees")
        .unnest("attendees")
        .sort("stamped", nulls_last=False)
        .select("owner", "event_key", "instance", address=pl.col("address").str.to_lowercase(), answer="response")
        .unique(("owner", "event_key", "instance", "address"), keep="last", maintain_order=True)
        .lazy()
    )
    keys = kept.lazy().select(*_AT, "event_key")
    return (
        people.join(keys, on=_AT, how="left")
        .join(answers, on=("owner", "event_key", "instance", "address"), how="left")
        .with_columns(response=pl.coalesce("answer", "response"))
        .drop("answer", "event_key")
    )


def meetings(kept: pl.DataFrame, parties: pl.DataFrame, settings: Interactions) -> pl.DataFrame:
    """One row per meeting: its size, what it weighs and what it does to recency.

    The rules (see `sources` in the folder's README): n people, the owner included, without rooms and whoever declined,
    weigh 1/(n-1) for each of the others. Up to `met_group` people it moves the day of the last contact; up to
    `seen_group` they saw each other. A list, or attendees that are left out, make it a crowd: its size isn't known, and
    it weighs no more than `most_people` would. What the owner declined is no meeting. Where the owner's addresses are
    known in a calendar, an event that lists others and not them is one of others.

    In: `kept_occurrences`, `meeting_parties`. Out: source, owner, record_id, instance and the columns of `INTERACTION`
    but interaction_id.
    """
    most: int = word_list("interactions")["limits"]["most_people"]
    weights = word_list("interactions")["weights"]
    coming = pl.col("response") != "declined"
    counted = parties.group_by(_AT).agg(
        others=(coming & ~pl.col("is_owner") & ~pl.col("is_list")).sum(),
        is_many=pl.col("is_list").any(),
        lists_me=pl.col("is_owner").any(),
        i_declined=(pl.col("is_owner") & ~coming).any(),
    )
    rows = (
        kept.join(counted, on=_AT, how="left")
        .with_columns(
            pl.col("others").fill_null(0).cast(pl.Int32),
            pl.col("is_many", "lists_me", "i_declined").fill_null(value=False),
        )
        .filter(~pl.col("i_declined"))
        .with_columns(knows_me=pl.col("lists_me").any().over("source"))
        .with_columns(size=pl.col("others") + 1, is_crowd=pl.col("is_many") | pl.col("is_attendees_omitted"))
    )
    size, is_crowd = pl.col("size"), pl.col("is_crowd") | (pl.col("size") > most)
    rule = (
        pl.when(pl.col("knows_me") & ~pl.col("lists_me") & (pl.col("others") > 0))
        .then(pl.lit("not_listed"))
        .when(is_crowd)
        .then(pl.lit("crowd"))
        .when(size == 1)
        .then(pl.lit("alone"))
        .when(size <= settings.met_group)
        .then(pl.lit("small_meeting"))
        .when(size <= settings.seen_group)
        .then(pl.lit("middle_meeting"))
        .otherwise(pl.lit("large_meeting"))
    )
    share = pl.when(is_crowd).then(1 / most).otherwise(1 / pl.max_horizontal(size - 1, pl.lit(1)))
    base = pl.col("rule").replace_strict(weights, return_dtype=pl.Float64)
    minutes = (pl.col("ends_at") - pl.col("starts_at")).dt.total_minutes()
    days = (pl.col("ends_on") - pl.col("starts_on")).dt.total_days()
    uid = pl.col("event_key").str.replace(_GOOGLE_SPLIT, "$1")
    return rows.with_columns(rule=rule).select(
        *_AT,
        "owner",
        "copies",
        "rule",
        "event_key",
        channel=pl.lit("meeting"),
        direction=pl.when(pl.col("rule") == "not_listed").then(pl.lit("observed")).otherwise(pl.lit("mutual")),
        started_at="starts_at",
        started_on="starts_on",
        ended_at="ends_at",
        duration_minutes=pl.coalesce(minutes, days * 1440).clip(0, 10_000_000).cast(pl.Int32),
        is_all_day="is_all_day",
        title=tidy_text(pl.col("summary")),
        location=tidy_text(pl.col("location")),
        categories="categories",
        group_size=pl.when(~is_crowd | (size > most) & ~pl.col("is_crowd")).then(size),
        series_key=pl.when("is_recurring").then(uid),
        weight=base * share,
        recency=pl.col("rule").replace_strict(
            {"small_meeting": "met", "middle_meeting": "seen_together"}, default="none", return_dtype=pl.String
        ),
    )
