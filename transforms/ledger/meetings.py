"""Meetings: occurrences of events as interactions, each once, with what they say of whoever takes part."""

from typing import Final

import polars as pl

from configs.settings import Interactions
from configs.words import word_list
from transforms.ledger.addresses import is_calendar_address
from transforms.ledger.parties import PARTY, with_keys
from transforms.ledger.rules import rule_weights
from transforms.ledger.shapes import in_shape
from transforms.values import tidy_text

_AT: Final = ("source", "record_id", "instance")
"""What a time of an event is known by."""

_SAID: Final = ("source", "record_id", "component")
"""What says of an event what it is, and who takes part."""

_PARTY: Final = ("source", "record_id", "party")
"""Those who take part."""

_ROOMS: Final = ("room", "resource")

_GOOGLE_SPLIT: Final = r"_R\d{8}(?:T\d{6}Z?)?(@|$)"
"""What Google puts into the UID of a series that was split off another."""


def kept_times(events: pl.DataFrame, times: pl.DataFrame) -> pl.DataFrame:
    """Each time of an event once, whatever the number of calendars and sources that hold a copy of it.

    The copy with the highest SEQUENCE is kept, then the one stamped last, then the one that lists most people; answers
    to an invitation are no copies. Two events of the same time, title and attendees are one, too: one program copied
    what the other one has. What is cancelled is none, and neither are birthdays, holidays, focus time and the like.

    In: events (source, owner and the columns of `connectors.calendar.tables.Described`) and times (source and those of
    `Timed`). Out: the columns of both but organiser and attendees; event_key (the same in every copy of the event),
    copies, party (who takes part: the same number for all times with the same people).
    """
    once = ("owner", "event_key", "instance")
    all_times = times.join(_plain(events), on=_SAID).filter(pl.col("kind") == "event")
    latest = (
        all_times.join(_called_off(all_times), on=("owner", "event_key"), how="left")
        .filter((pl.col("instance") == "") | (pl.col("sequence") > pl.col("called_off")).fill_null(value=True))
        .drop("called_off")
        .sort(
            *("is_reply", "sequence", "stamped", "listed", *_AT),
            descending=[False, True, True, True, False, False, False],
            nulls_last=True,
        )
        .with_columns(copies=(~pl.col("is_reply")).sum().over(once).cast(pl.Int32))
        .unique(once, keep="first", maintain_order=True)
    )
    standing = latest.filter(~_is_cancelled())
    kept = standing.pipe(_each_once, events).sort(_AT)
    answered = kept.join(_answers(events, times), on=once, how="semi").select(_AT)
    # Whose answer to one time lies about as a file of its own takes part in that time by itself.
    own = answered.with_columns(party=-1 - pl.int_range(pl.len(), dtype=pl.Int64))
    return kept.join(own, on=_AT, how="left", maintain_order="left").with_columns(
        party=pl.coalesce("party", "component")
    )


def _is_cancelled() -> pl.Expr:
    return (pl.col("status") == "cancelled") | (pl.col("method").fill_null("") == "cancel")


def _called_off(times: pl.DataFrame) -> pl.DataFrame:
    """Series of which a message calls off every time, by naming none: owner, event_key, called_off (its SEQUENCE)."""
    whole = times.filter(_is_cancelled() & (pl.col("instance") == ""))
    return whole.group_by("owner", "event_key").agg(called_off=pl.col("sequence").max())


def _plain(events: pl.DataFrame) -> pl.DataFrame:
    """What events say of themselves, their people aside; is_reply and event_key too."""
    is_reply = pl.col("method").fill_null("").is_in(["reply", "counter", "refresh"])
    return events.with_columns(
        is_reply=is_reply,
        listed=pl.col("attendees").list.len(),
        event_key=pl.coalesce("uid", pl.format("{}/{}", "source", "record_id")),
    ).drop("organiser", "attendees")


def _each_once(standing: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Without times that have the moment, the title and the attendees of another one, whose copies they become."""
    at = ("owner", "starts_on", "starts_at", "ends_at", "title_key")
    keyed = standing.with_columns(title_key=pl.col("summary").str.to_lowercase().str.strip_chars())
    is_alike = pl.col("title_key").is_not_null() & (pl.len().over(at) > 1)
    alike = keyed.filter(is_alike)
    if alike.is_empty():
        return standing
    addresses = pl.col("attendees").list.eval(pl.element().struct.field("address").str.to_lowercase()).list.sort()
    people = events.select(*_SAID, addresses=addresses.list.join(" ").fill_null("").replace("", None))
    alone = pl.format("{}/{}/{}", *_AT)
    same = (*at, "addresses")
    merged = (
        alike.join(people, on=_SAID, how="left", maintain_order="left")
        .with_columns(addresses=pl.coalesce("addresses", alone))
        .with_columns(copies=pl.col("copies").sum().over(same))
        .unique(same, keep="first", maintain_order=True)
        .drop("addresses")
    )
    return pl.concat([keyed.filter(~is_alike), merged]).drop("title_key")


def meeting_parties(kept: pl.DataFrame, events: pl.DataFrame, times: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Who takes part in what is kept, the organiser too, unless that is a calendar: `PARTY`. Rooms and things don't.

    In: `kept_times`, what it was made of, and `transforms.ledger.owners.own_keys`.
    """
    parties = kept.select(*_PARTY, "component").unique()
    told = parties.join(events.select(*_SAID, "owner", "organiser", "attendees"), on=_SAID).lazy()
    attendees = (
        told.select(*_PARTY, "owner", "attendees")
        .with_columns(place=pl.int_ranges(0, pl.col("attendees").list.len(), dtype=pl.Int32))
        .explode("attendees", "place", empty_as_null=False)
        .drop_nulls("place")
        .unnest("attendees")
        .with_columns(is_organiser=pl.lit(value=False))
    )
    organisers = (
        told.filter(pl.col("organiser").is_not_null())
        .select(*_PARTY, "owner", "organiser", place=pl.lit(-1, pl.Int32), is_organiser=pl.lit(value=True))
        .unnest("organiser")
        .filter(~is_calendar_address(pl.col("address")))
        .with_columns(response=pl.lit("accepted"))
    )
    people = (
        pl.concat([organisers, attendees], how="diagonal")
        .filter(~pl.col("kind").is_in(_ROOMS))
        .with_columns(is_list=pl.col("kind") == "group", url=pl.lit(None, pl.String))
        .pipe(with_keys, own)
    )
    # One row each: an organiser who is listed, too, answers as the list says.
    who = (*_PARTY, "who")
    named = people.with_columns(who=pl.coalesce("key", pl.format("{}", "place"))).collect().lazy()
    listed = named.filter(~pl.col("is_organiser")).unique(who, keep="first", maintain_order=True)
    organiser = named.filter("is_organiser")
    once = pl.concat(
        [
            listed.join(organiser.select(*who, leads=pl.lit(value=True)), on=who, how="left", maintain_order="left"),
            organiser.join(listed, on=who, how="anti").with_columns(leads=pl.lit(value=True)),
        ],
        how="diagonal",
    ).with_columns(role=pl.when("leads").then(pl.lit("organiser")).otherwise(pl.lit("attendee")))
    empty = {name: pl.lit(None, of) for name, of in PARTY.items() if name in {"url", "organisation", "title"}}
    return in_shape(_answered(once, kept, _answers(events, times)).with_columns(**empty), PARTY)


def _answers(events: pl.DataFrame, times: pl.DataFrame) -> pl.DataFrame:
    """The answers that lie about as files of their own (METHOD:REPLY), the latest of each attendee.

    Out: owner, event_key, instance, address, answer.
    """
    replies = events.filter(pl.col("method").fill_null("") == "reply")
    return (
        times.join(replies, on=_SAID)
        .select(
            "owner",
            "instance",
            "stamped",
            "attendees",
            event_key=pl.coalesce("uid", pl.format("{}/{}", "source", "record_id")),
        )
        .explode("attendees", empty_as_null=False)
        .drop_nulls("attendees")
        .unnest("attendees")
        .sort("stamped", nulls_last=False)
        .select("owner", "event_key", "instance", address=pl.col("address").str.to_lowercase(), answer="response")
        .unique(("owner", "event_key", "instance", "address"), keep="last", maintain_order=True)
    )


def _answered(people: pl.LazyFrame, kept: pl.DataFrame, answers: pl.DataFrame) -> pl.LazyFrame:
    """The participants with those answers."""
    if answers.is_empty():
        return people
    own = kept.filter(pl.col("party") < 0).select(*_PARTY, "event_key", "instance")
    return (
        people.join(own.lazy(), on=_PARTY, how="left")
        .join(answers.lazy(), on=("owner", "event_key", "instance", "address"), how="left")
        .with_columns(response=pl.coalesce("answer", "response"))
        .drop("answer", "event_key", "instance")
    )


def meetings(kept: pl.DataFrame, parties: pl.DataFrame, settings: Interactions, *, told: pl.Series) -> pl.DataFrame:
    """One row per meeting: its size, what it weighs and what it does to recency.

    The rules (see `sources` in the folder's README): n people, the owner included, without rooms and whoever declined,
    weigh 1/(n-1) for each of the others. Up to `met_group` people it moves the day of the last contact; up to
    `seen_group` they saw each other. A list, or attendees that are left out, make it a crowd: its size isn't known, and
    it weighs no more than `most_people` would. What the owner declined is no meeting. Where the owner's addresses are
    known in a calendar, an event that lists others and not them is one of others.

    In: `kept_times`, `meeting_parties`; told: the sources that say whose account they are. Out: source, party, owner,
    record_id, instance and the columns of `INTERACTION` but interaction_id.
    """
    most: int = word_list("interactions")["limits"]["most_people"]
    coming = pl.col("response") != "declined"
    counted = parties.group_by(_PARTY).agg(
        others=(coming & ~pl.col("is_owner") & ~pl.col("is_list")).sum(),
        is_many=pl.col("is_list").any(),
        lists_me=pl.col("is_owner").any(),
        i_declined=(pl.col("is_owner") & ~coming).any(),
    )
    rows = (
        kept.join(counted, on=_PARTY, how="left")
        .with_columns(
            pl.col("others").fill_null(0).cast(pl.Int32),
            pl.col("is_many", "lists_me", "i_declined").fill_null(value=False),
        )
        .filter(~pl.col("i_declined"))
        .with_columns(knows_me=pl.col("lists_me").any().over("source") | pl.col("source").is_in(told.implode()))
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
    base = pl.col("rule").replace_strict(rule_weights(), return_dtype=pl.Float64)
    minutes = (pl.col("ends_at") - pl.col("starts_at")).dt.total_minutes()
    days = (pl.col("ends_on") - pl.col("starts_on")).dt.total_days()
    nights = pl.coalesce(days - 1, minutes // 1440).fill_null(0).clip(lower_bound=0)
    uid = pl.col("event_key").str.replace(_GOOGLE_SPLIT, "$1")
    return rows.with_columns(rule=rule).select(
        *_AT,
        "party",
        "owner",
        "copies",
        "rule",
        "event_key",
        channel=pl.lit("meeting"),
        direction=pl.when(pl.col("rule") == "not_listed").then(pl.lit("observed")).otherwise(pl.lit("mutual")),
        started_at="starts_at",
        started_on="starts_on",
        ended_at="ends_at",
        ended_on=pl.col("starts_on") + pl.duration(days=nights),
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
