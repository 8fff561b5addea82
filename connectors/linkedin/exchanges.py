"""LinkedIn's invitations, endorsements and recommendations: who, to whom and when; never the words beside them."""

from typing import Final, NamedTuple

from configs.words import word_list
from connectors.csv_table import Row
from connectors.identity import raw_id
from connectors.interaction_records import Correspondent, RawInteraction
from connectors.linkedin.activity_dates import instant
from connectors.linkedin.messages import is_named
from connectors.records import Skipped

_RECOMMENDATION: Final = word_list("linkedin")["activity"]["recommendation"]
_NOT_SENT: Final = frozenset(word_list("linkedin")["recommendations"]["drafts"])


class _Told(NamedTuple):
    """What a row tells beside the people; `key` are raw values that make its id, with its channel and date."""

    channel: str
    sent: str | None
    direction: str | None
    key: tuple[str | None, ...]
    labels: tuple[str | None, ...] = ()


def invitation(row: Row) -> RawInteraction:
    """An invitation to connect; `direction` is OUTGOING or INCOMING, as written. The message is not kept."""
    inviter, invitee = row.take("from"), row.take("to")
    told = _Told("linkedin_invitation", row.take("sent at"), row.take("direction"), (inviter, invitee))
    return _interaction(
        row,
        told,
        Correspondent("sender", name=inviter, url=row.take("inviterprofileurl")),
        Correspondent("recipient", name=invitee, url=row.take("inviteeprofileurl")),
    )


def endorsement(row: Row) -> RawInteraction:
    """An endorsement: `labels` are the skill and the status; the columns tell whether it was given or received."""
    is_received = "endorser first name" in row.header.keys
    who = "endorser" if is_received else "endorsee"
    names = (row.take(f"{who} first name"), row.take(f"{who} last name"))
    sent, skill, status = row.take("endorsement date"), row.take("skill name"), row.take("endorsement status")
    direction = "received" if is_received else "given"
    told = _Told("linkedin_endorsement", sent, direction, (direction, *names, skill), (skill, status))
    role = "sender" if is_received else "recipient"
    return _interaction(row, told, Correspondent(role, name=_full(*names), url=row.take(f"{who} public url")))


def recommendation(row: Row) -> RawInteraction | Skipped:
    """A recommendation, with the job of who gave or got it then; `labels` is its status. The text is not kept.

    Only the file's name tells whether it was given or received; where it doesn't, there is no direction, and the
    person stands as the sender.
    """
    status, sent = row.take("status"), row.take("creation date")
    if (status or "").strip().casefold() in _NOT_SENT:
        return Skipped(row.file, "a recommendation that was not given", row.position)
    direction = next((each for each in ("given", "received") if _is_in_name(row.file, each)), None)
    names = (row.take("first name"), row.take("last name"))
    told = _Told("linkedin_recommendation", sent, direction, names, (status,))
    person = Correspondent(
        "recipient" if direction == "given" else "sender",
        name=_full(*names),
        organisation=row.take("company"),
        title=row.take("job title"),
    )
    return _interaction(row, told, person)


def _is_in_name(file: str, direction: str) -> bool:
    return any(is_named(file, word) for word in _RECOMMENDATION[direction])


def _interaction(row: Row, told: _Told, *people: Correspondent) -> RawInteraction:
    return RawInteraction(
        record_id=raw_id("\x1f".join(part or "" for part in (told.channel, told.sent, *told.key)), None),
        file=row.file,
        position=row.position,
        channel=told.channel,
        sent=told.sent,
        sent_at=instant(told.sent),
        direction=told.direction,
        people=tuple(person for person in people if person.name or person.url),
        labels=tuple(label for label in told.labels if label),
    )


def _full(given: str | None, family: str | None) -> str | None:
    return " ".join(part for part in (given, family) if part) or None
