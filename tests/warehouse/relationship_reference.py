"""Relationships by the book: slow, a person at a time, and from what was known on that day alone."""

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from configs.settings import Interactions


class Touch(NamedTuple):
    """What happened between the owner and one person."""

    on: date
    channel: str = "meeting"
    direction: str = "mutual"
    weight: float = 1.0
    series: str | None = None
    is_contact: bool = True
    is_seen: bool = False

    @property
    def counts(self) -> bool:
        return self.direction != "observed" and (self.weight > 0 or self.is_contact or self.is_seen)

    @property
    def is_meeting(self) -> bool:
        return self.channel in {"meeting", "log"}


def strengths(touches: Sequence[Touch], today: date | None, half_life: int) -> float:
    """What the streams are worth together as of a day; without one, whenever they were."""
    streams: dict[tuple[str, str, str | None], dict[date, float]] = defaultdict(dict)
    for touch in touches:
        days = streams[touch.channel, touch.direction, touch.series]
        days[touch.on] = max(days.get(touch.on, 0.0), touch.weight)
    total = 0.0
    for (_, _, series), days in streams.items():
        halvings = {on: 0.0 if today is None else (today - on).days / half_life for on in days}
        worth = math.fsum(weight * 2 ** -halvings[on] for on, weight in days.items())
        peak = max(days.values())
        total += worth if series is None else (peak * math.log2(1 + worth / peak) if peak else 0.0)
    return total


def last_contact(touches: Sequence[Touch]) -> date | None:
    """The later of the last mutual contact, and the earlier of last sent and last received."""
    last = {
        direction: max((each.on for each in touches if each.is_contact and each.direction == direction), default=None)
        for direction in ("mutual", "sent", "received")
    }
    sent, received = last["sent"], last["received"]
    answered = min(sent, received) if sent and received else None
    return max((day for day in (last["mutual"], answered) if day), default=None)


def rhythm(touches: Sequence[Touch], settings: Interactions) -> tuple[date | None, int]:
    """The day from which contact was mutual, and the usual gap."""
    moves: list[tuple[date, date]] = []
    for today in sorted({each.on for each in touches}):
        contact = last_contact([each for each in touches if each.on <= today])
        if contact and (not moves or contact != moves[-1][1]):
            moves.append((today, contact))
    gaps, shortest = (
        [(after - before).days for (_, before), (_, after) in pairwise(moves)],
        min(7, settings.usual_gap_days),
    )
    usual = math.log(median(max(gap, shortest) for gap in gaps[-20:])) if gaps else 0
    count = sum(min(gap, shortest) for gap in gaps) / shortest
    drawn = (2 * math.log(settings.usual_gap_days) + count * usual) / (2 + count)
    return (moves[0][0] if moves else None), round(math.exp(drawn))


def relationship(
    everything: Sequence[Touch], today: date, *, is_deep: bool = False, settings: Interactions | None = None
) -> dict[str, Any]:
    """The columns of `relationship` that follow from what one person did."""
    rules = settings or Interactions()
    known = [each for each in everything if each.counts]
    past = [each for each in known if each.on <= today]
    planned = [e.on for e in known if e.on > today and e.is_meeting and (e.is_contact or e.is_seen)]
    first_contact, usual_gap = rhythm(past, rules)
    contact, next_on = last_contact(past), min(planned, default=None)
    return {
        "interactions": len(past),
        "interactions_30": sum((today - each.on).days < 30 for each in past),
        "interactions_90": sum((today - each.on).days < 90 for each in past),
        "interactions_365": sum((today - each.on).days < 365 for each in past),
        "meetings": sum(each.is_meeting and each.is_contact for each in past),
        "sent": sum(each.direction == "sent" for each in past),
        "received": sum(each.direction == "received" for each in past),
        "first_on": min((each.on for each in past), default=None),
        "last_on": max((each.on for each in past), default=None),
        "first_met_on": min((each.on for each in past if each.is_meeting and each.is_contact), default=None),
        "last_met_on": max((each.on for each in past if each.is_meeting and each.is_contact), default=None),
        "first_message_on": min((each.on for each in past if each.direction != "mutual"), default=None),
        "last_contact_on": contact,
        "first_contact_on": first_contact,
        "days_since": (today - contact).days if contact else None,
        "usual_gap_days": usual_gap,
        "next_on": next_on,
        "state": state(today, past, next_on, is_deep=is_deep, rules=rules),
    }


def state(today: date, past: Sequence[Touch], next_on: date | None, *, is_deep: bool, rules: Interactions) -> str:
    """The first state that fits."""
    first_contact, usual_gap = rhythm(past, rules)
    contact = last_contact(past)
    if contact is None or first_contact is None:
        if any(each.is_contact and each.direction in {"sent", "received"} for each in past):
            return "one_sided"
        return "planned" if next_on and not past else "no_contact_known"
    if today - first_contact <= timedelta(days=rules.new_days):
        return "new"
    for name, gaps in (("active", 1.5), ("cooling", 3.0)):
        if (today - contact).days <= gaps * usual_gap:
            return name
    return "dormant_strong" if is_deep else "dormant"
