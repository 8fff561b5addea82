"""What calendars and mailboxes hold, before it is known who is who: meetings, messages, and those who take part."""

from dataclasses import dataclass

import polars as pl

from configs.settings import Settings
from transforms.ledger.correspondents import attendees_apart, correspondents
from transforms.ledger.landed import Landed
from transforms.ledger.meetings import kept_times, meeting_parties, meetings
from transforms.ledger.messages import kept_messages, message_parties, messages
from transforms.ledger.owners import own_keys


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

    @property
    def unknown_owners(self) -> tuple[str, ...]:
        """The owners who are named nowhere in what others take part in: it can't be told what they sent."""
        named = self.parties.group_by("owner").agg(pl.col("is_owner").any())
        return tuple(named.filter(~pl.col("is_owner"))["owner"].sort())


def gather(
    landed: Landed, settings: Settings, *, zone: str, own_cards: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, Gathered] | None:
    """Meetings and messages, and who takes part in them as records beside those of contacts; None where nothing is.

    `zone` (IANA) is where the owner's days begin; `own_cards` are those of the contacts that may be an owner's, where
    `landed` doesn't hold all. Returns the records of attendees and correspondents (as raw contacts, and `version`), and
    what was gathered.
    """
    if landed.events.is_empty() and landed.mail.is_empty():
        return None
    own = own_keys(landed, settings, own_cards)
    times, sent = kept_times(landed.events, landed.times), kept_messages(landed.mail)
    at_events, at_mail = meeting_parties(times, landed.events, landed.times, own), message_parties(sent, own)
    rules = settings.interactions
    rows = [meetings(times, at_events, rules, told=_told(landed.calendars)), messages(sent, at_mail, rules, zone=zone)]
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
    told = [name for name in ("names", "emails", "urls", "organisations", "is_owner") if name in records.columns]
    return records.with_columns(version=pl.struct("source", "record_id", *told).hash()), gathered


def _told(calendars: pl.DataFrame) -> pl.Series:
    """The sources that say whose account they are."""
    return calendars.drop_nulls("account")["source"].unique()
