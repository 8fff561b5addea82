"""Who of those in no address book becomes a person, and who doesn't."""

from typing import Final

import polars as pl

from configs.settings import Settings
from transforms.ledger.gathering import Gathered

_PARTY: Final = ("source", "record_id", "party")


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
