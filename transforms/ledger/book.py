"""The ledger in two steps: what was gathered of meetings and messages, and, once people are known, whose they are."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from configs.settings import Settings
from configs.words import word_list
from transforms.ledger import hand
from transforms.ledger.correspondents import attendees_apart, correspondents, owner_source
from transforms.ledger.meetings import kept_times, meeting_parties, meetings
from transforms.ledger.messages import kept_messages, message_parties, messages
from transforms.ledger.owners import own_keys
from transforms.ledger.rules import interaction_rules
from transforms.ledger.shapes import INTERACTION, PARTICIPANT, UNMATCHED, completed, in_shape
from transforms.tidy import Tidy
from transforms.values import over_distinct

_PARTY: Final = ("source", "record_id", "party")


@dataclass(frozen=True, slots=True)
class Landed:
    """What is landed of people, and of what happened between them.

    contacts     raw contacts: source, owner, connector, given_id, loaded_at and the columns of `RawContact`
    versions     source, record_id, version of each of them
    calendars    source, owner, record_id, file, position, calendar of every calendar's event
    events       source, owner and the columns of `connectors.calendar.tables.Described`
    times        source and the columns of `connectors.calendar.tables.Timed`
    mail         source, owner, connector and the columns of `RawInteraction` but calendar, of what isn't a calendar's
    """

    contacts: pl.DataFrame
    versions: pl.DataFrame
    calendars: pl.DataFrame
    events: pl.DataFrame
    times: pl.DataFrame
    mail: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Gathered:
    """What calendars and mailboxes hold, before it is known who is who.

    rows     meetings and messages, as of `meetings`
    parties  who takes part in them, as of `PARTY`
    records  source, record_id, is_owner of each of those, and of the owners
    apart    pairs of them that were seen side by side
    """

    rows: pl.DataFrame
    parties: pl.DataFrame
    records: pl.DataFrame
    apart: pl.DataFrame


def gather(landed: Landed, settings: Settings, *, zone: str) -> tuple[pl.DataFrame, pl.DataFrame, Gathered | None]:
    """Meetings and messages, and who takes part in them as records beside those of contacts.

    `zone` (IANA) is where the owner's days begin. Returns raw contacts and their versions, those of attendees and
    correspondents among them; and what was gathered, None where there is nothing.
    """
    if landed.events.is_empty() and landed.mail.is_empty():
        return landed.contacts, landed.versions, None
    own = own_keys(landed.contacts, landed.mail, landed.calendars, settings)
    times, sent = kept_times(landed.events, landed.times), kept_messages(landed.mail)
    at_events, at_mail = meeting_parties(times, landed.events, landed.times, own), message_parties(sent, own)
    rules = settings.interactions
    rows = [meetings(times, at_events, rules), messages(sent, at_mail, rules, zone=zone)]
    parties = pl.concat([at_events, at_mail])
    places = pl.concat(
        [frame.select("source", "record_id", "file", "position") for frame in (landed.calendars, landed.mail)]
    )
    records = correspondents(parties, places, own, settings)
    gathered = Gathered(
        rows=pl.concat(rows, how="diagonal"),
        parties=parties,
        records=records.select("source", "record_id", "is_owner"),
        apart=attendees_apart(at_events),
    )
    contacts = pl.concat([landed.contacts, records], how="diagonal_relaxed")
    told = [name for name in ("names", "emails", "urls", "organisations", "is_owner") if name in records.columns]
    versions = records.select("source", "record_id", version=pl.struct("source", "record_id", *told).hash())
    return contacts, pl.concat([landed.versions, versions]), gathered


def strangers(gathered: Gathered, groups: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The records of those who are in no address book and don't become people: source, record_id, reason.

    What isn't a person (reason: no_person; a role's address, say) is left out, too: an address book is where firms and
    rooms come from. A group of records is a person's if one of them is in an address book; else as `new_people` says:
    all, none, or whoever was met in a small group or written to.

    In: the groups of `Resolution`: source, record_id, group.
    """
    ours = gathered.records.filter(~pl.col("is_owner")).select("source", "record_id")
    others = ours.join(groups, on=("source", "record_id"), how="anti").with_columns(reason=pl.lit("no_person"))
    return pl.concat([others, _new_people(gathered, ours, groups, settings.interactions.new_people)])


def _new_people(gathered: Gathered, ours: pl.DataFrame, groups: pl.DataFrame, setting: str) -> pl.DataFrame:
    """Of people who are in no address book, those whom the setting leaves out: source, record_id, reason."""
    is_new = pl.len() == pl.col("is_ours").sum()
    named = groups.join(ours.with_columns(is_ours=pl.lit(value=True)), on=("source", "record_id"), how="left")
    new = named.filter(is_new.over("group"))
    if setting == "all":
        return new.clear().select("source", "record_id", reason=pl.lit("", pl.String))
    if setting == "none":
        return new.select("source", "record_id", reason=pl.lit("setting"))
    said = gathered.parties.join(
        gathered.rows.select(*_PARTY, "channel", "direction", "recency").unique(), on=_PARTY
    ).filter(~pl.col("is_owner"))
    is_meeting = pl.col("channel") == "meeting"
    is_met = is_meeting & (pl.col("recency") == "met") & (pl.col("response").fill_null("") != "declined")
    is_written_to = (pl.col("direction") == "sent") & (pl.col("role") != "sender")
    known = said.group_by("source", record_id="key").agg(
        is_known=(is_met | is_written_to).any(), has_written=(~is_meeting).any()
    )
    told = new.join(known, on=("source", "record_id"), how="left").with_columns(
        is_known=pl.col("is_known").fill_null(value=False).any().over("group"),
        has_written=pl.col("has_written").fill_null(value=False).any().over("group"),
    )
    reason = pl.when("has_written").then(pl.lit("never_written_to")).otherwise(pl.lit("large_groups"))
    return told.filter(~pl.col("is_known")).select("source", "record_id", reason=reason)


def ledger_frames(
    gathered: Gathered | None,
    *,
    tidy: Tidy,
    person_ids: pl.DataFrame,
    logged: pl.DataFrame,
    strange: pl.DataFrame | None,
    settings: Settings,
) -> dict[str, pl.DataFrame]:
    """The ledger's tables: interaction, interaction_participant, interaction_rule and unmatched_address.

    Args:
        gathered: Meetings and messages.
        tidy: The normalised records, for connections.
        person_ids: source, record_id, person_id of every record of a person.
        logged: What the user logged by hand: `transforms.said.LOGGED`.
        strange: `strangers`.
        settings: What counts as being in touch.
    """
    me = owner_ids(person_ids, tidy).rename({"person_id": "me"})
    interactions, participants = [], []
    for told, people in (hand.logged(logged, settings.interactions), hand.connections(tidy, person_ids)):
        rows = _with_ids(told)
        interactions.append(rows)
        participants.append(_told_by_hand(rows, people, me))
    unmatched = pl.DataFrame(schema=UNMATCHED)
    if gathered is not None:
        rows = _with_ids(gathered.rows)
        known = _known_parties(gathered, person_ids, me)
        interactions.append(rows)
        participants.append(_participants(rows, known, me))
        if strange is not None:
            unmatched = _unmatched(rows, known, strange)
    return {
        "interaction": completed(pl.concat(interactions, how="diagonal"), INTERACTION)
        .with_columns(pl.col("categories").fill_null([]))
        .sort("owner", "started_on", "interaction_id"),
        "interaction_participant": completed(pl.concat(participants, how="diagonal"), PARTICIPANT).sort(
            "interaction_id", "is_owner", "person_id", "address", "name", descending=[False, True, False, False, False]
        ),
        "interaction_rule": interaction_rules(),
        "unmatched_address": unmatched,
    }


def _with_ids(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds interaction_id, series_id and conversation_id, made of what the sources call them."""
    told = {name: pl.lit(None, pl.String) for name in ("series_key", "conversation_key") if name not in rows.columns}
    rows = rows.with_columns(**told)
    key = pl.format("{}\x1f{}\x1f{}\x1f{}", "owner", "channel", "event_key", "instance")
    return rows.with_columns(
        interaction_id=over_distinct(key, _id("i"), pl.String),
        series_id=over_distinct(pl.format("{}\x1f{}", "owner", "series_key"), _id("s"), pl.String),
        conversation_id=over_distinct(
            pl.format("{}\x1f{}\x1f{}", "owner", "channel", "conversation_key"), _id("c"), pl.String
        ),
    )


def _id(letter: str) -> Callable[[str], str]:
    """What makes an id of a text, with a letter in front."""
    return lambda text: letter + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def owner_ids(person_ids: pl.DataFrame, tidy: Tidy) -> pl.DataFrame:
    """Which person each owner is: owner, person_id. Without a record of their own by what is gathered, their card's."""
    cards = tidy.contacts.filter("is_owner").select("source", "record_id", "owner")
    return (
        cards.join(person_ids, on=("source", "record_id"))
        .with_columns(is_card=pl.col("source") != owner_source(pl.col("owner")))
        .sort("owner", "is_card", "source", "record_id")
        .unique("owner", keep="first", maintain_order=True)
        .select("owner", "person_id")
    )


def _told_by_hand(rows: pl.DataFrame, people: pl.DataFrame, me: pl.DataFrame) -> pl.DataFrame:
    """The participants of what was logged and of connections, the owner among them."""
    key = ("owner", "channel", "event_key")
    others = people.join(rows.select(*key, "interaction_id", "weight", "recency"), on=key).select(
        "interaction_id",
        "owner",
        "person_id",
        "weight",
        role=pl.lit("with"),
        is_owner=pl.lit(value=False),
        is_contact=pl.col("recency") == "met",
        is_seen=pl.col("recency") == "seen_together",
    )
    return pl.concat([others, _owners(rows, me).with_columns(role=pl.lit("with"))], how="diagonal")


def _owners(rows: pl.DataFrame, me: pl.DataFrame) -> pl.DataFrame:
    """The owner's own part in interactions."""
    return rows.join(me, on="owner", how="left").select(
        "interaction_id",
        "owner",
        person_id="me",
        weight=pl.lit(0.0),
        is_owner=pl.lit(value=True),
        is_contact=pl.lit(value=False),
        is_seen=pl.lit(value=False),
    )


def _known_parties(gathered: Gathered, person_ids: pl.DataFrame, me: pl.DataFrame) -> pl.DataFrame:
    """The parties of meetings and messages with who they are and what share of the weight is theirs; each person once.

    Out: the columns of `PARTY`, person_id, share, channel, recency.
    """
    words = word_list("interactions")
    kinds = gathered.rows.select(*_PARTY, "channel", "direction", "recency").unique(_PARTY)
    ids = person_ids.select("source", key="record_id", known="person_id")
    people = (
        gathered.parties.join(kinds, on=_PARTY)
        .join(ids, on=("source", "key"), how="left")
        .join(me, on="owner", how="left")
        .with_columns(is_owner=pl.col("is_owner") | (pl.col("known") == pl.col("me")).fill_null(value=False))
        .with_columns(person_id=pl.when("is_owner").then("me").otherwise("known"))
    )
    is_sender, answer = pl.col("role") == "sender", pl.col("response").fill_null("needs_action")
    share = (
        pl.when(pl.col("is_owner") | pl.col("is_list") | (pl.col("direction") == "observed"))
        .then(0.0)
        .when(pl.col("channel") == "meeting")
        .then(
            answer.replace_strict(words["answers"], default=words["answers"]["needs_action"], return_dtype=pl.Float64)
        )
        .when((pl.col("direction") == "received") != is_sender)  # who writes what I get, and who gets what I write
        .then(0.0)
        .when(pl.col("role").is_in(["cc", "bcc"]))
        .then(words["copies"]["cc"])
        .otherwise(1.0)
    )
    return (
        people.with_columns(share=share, who=pl.coalesce("person_id", "key", pl.format("{}", "place")))
        .sort(*_PARTY, "share", "place", descending=[False, False, False, True, False])
        .unique((*_PARTY, "who"), keep="first", maintain_order=True)
        .drop("known", "me", "who", "direction")
    )


def _participants(rows: pl.DataFrame, known: pl.DataFrame, me: pl.DataFrame) -> pl.DataFrame:
    """The participants of meetings and messages, the owner too where they aren't named.

    In: `Gathered.rows` with ids, `_known_parties`.
    """
    counts = pl.col("share") > 0
    told = (
        known.with_columns(
            is_contact=counts & (pl.col("recency") == "met"),
            is_seen=counts & (pl.col("recency") == "seen_together"),
            address=pl.coalesce("address", "url"),
            response=pl.when(pl.col("channel") == "meeting").then("response"),
        )
        .drop("owner", "key", "url", "organisation", "title", "channel", "recency", "place", "is_list")
        .join(rows.select(*_PARTY, "owner", "interaction_id", full="weight"), on=_PARTY)
        .with_columns(weight=pl.col("full") * pl.col("share"))
        .drop(*_PARTY, "full", "share")
    )
    role = (
        pl.when(pl.col("channel") == "meeting")
        .then(pl.lit("attendee"))
        .when(pl.col("direction") == "sent")
        .then(pl.lit("sender"))
        .otherwise(pl.lit("recipient"))
    )
    unnamed = rows.filter(pl.col("direction") != "observed").join(known.filter("is_owner"), on=_PARTY, how="anti")
    mine = _owners(unnamed, me).join(unnamed.select("interaction_id", role=role), on="interaction_id")
    return pl.concat([told, mine], how="diagonal")


def _unmatched(rows: pl.DataFrame, known: pl.DataFrame, strange: pl.DataFrame) -> pl.DataFrame:
    """One row per owner and address of those who are no people: `UNMATCHED`."""
    reasons = strange.select("source", "reason", key="record_id")
    told = (
        known.filter(pl.col("person_id").is_null() & ~pl.col("is_owner") & ~pl.col("is_list"))
        .join(reasons, on=("source", "key"))
        .join(rows.select(*_PARTY, "started_on"), on=_PARTY)
        .with_columns(address=pl.coalesce("address", "key"))
        .group_by("owner", "address")
        .agg(
            name=pl.col("name").drop_nulls().sort().first(),
            interactions=pl.len(),
            first_on=pl.col("started_on").min(),
            last_on=pl.col("started_on").max(),
            reason=pl.col("reason").sort().first(),
        )
    )
    return in_shape(told, UNMATCHED).sort("owner", "address")
