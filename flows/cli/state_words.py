"""What you are to somebody, in words: the state of the relationship, and why they are as close as they are."""

from typing import TYPE_CHECKING, Final

from flows.cli.console import counted
from flows.cli.questions import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reading import Row

STATES: Final = {
    "no_contact_known": "no contact known",
    "planned": "not met yet",
    "one_sided": "one-sided",
    "new": "new",
    "active": "active",
    "cooling": "cooling",
    "dormant_strong": "dormant, once close",
    "dormant": "dormant",
}
_WITHOUT_RHYTHM: Final = {"no_contact_known", "planned", "one_sided"}
"""States in which there was no contact both ways: the figures say it all."""

_TELLING: Final = 0.005
"""The share of closeness from which on a reason is told."""

ENOUGH: Final = 3
"""Interactions from which on there is a rhythm to tell of."""


def told_state(row: "Row") -> str:
    """The state in a sentence: since when, the last contact, how often, what is planned, whether it is time to write.

    `row` is a row of `relationship`.
    """
    state = STATES[row["state"]].capitalize()
    if row["state"] in _WITHOUT_RHYTHM:
        return f"{state}: {row['state_reason']}."
    parts = [f"{state} since {row['state_since']}", _last(row)]
    if row["interactions"] >= ENOUGH:
        parts.append(f"usually every {counted(row['usual_gap_days'], 'day')}")
    if row["next_on"]:
        parts.append(f"next planned {row['next_on']}" + _title(row["next_title"]))
    if row["reconnect_on"]:
        parts.append(("time to write since " if row["is_due"] else "to be in touch by ") + f"{row['reconnect_on']}")
    return ", ".join(parts) + "."


def _last(row: "Row") -> str:
    """The last contact, and when they were met last where that was before."""
    if row["last_met_on"] == row["last_contact_on"]:
        return f"last met {row['last_met_on']}{_title(row['last_title'])}"
    met = f", last met {row['last_met_on']}{_title(row['last_title'])}" if row["last_met_on"] else ""
    return f"last contact {row['last_contact_on']}{met}"


def _title(title: str | None) -> str:
    return f" ({title})" if title else ""


def told_strength(row: "Row") -> str:
    """How close somebody is beside the others."""
    return f"{row['strength']:.0f} of 100, where 100 is your closest"


def told_one_sided(row: "Row") -> str:
    """Who has written without an answer, and how often."""
    number, who = (row["sent"], "you") if row["sent"] else (row["received"], "they")
    return f"{who} wrote {times(number)}, no answer known"


def told_why(why: "Sequence[Row]", most: int = 3) -> str:
    """What closeness is made of, the most of it first: "Sunday brunch ×13 (81 %), mail sent ×4 (9 %)"."""
    total = sum(each["points"] for each in why) or 1.0
    telling = [each for each in why if each["points"] / total >= _TELLING]
    told = [f"{each['what']} ×{each['interactions']:,} ({each['points'] / total:.0%})" for each in telling[:most]]
    left = len(telling) - most
    return ", ".join(told) + (f" and {counted(left, 'other thing')}" if left > 0 else "")
