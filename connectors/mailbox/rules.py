"""What in a mailbox is no interaction between people, by the rules in `configs/words/mail.toml`."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from configs.words import word_list
from connectors.mailbox.addresses import Person
from connectors.mailbox.text import folded, raw_text

_WORDS: Final = word_list("mail")
_KINDS: Final = {name: kind for kind, names in _WORDS["labels"].items() for name in names}
_MACHINES: Final = frozenset(_WORDS["authors"]["words"])
_JOINED: Final = re.compile("|".join(map(re.escape, _WORDS["authors"]["joined"])))
_MACHINE_DOMAINS: Final = frozenset(_WORDS["authors"]["domains"])
_BETWEEN: Final = re.compile(r"[-._+=0-9]+")
_LISTS: Final = _WORDS["lists"]


class Addressed(NamedTuple):
    """What the rules know of a message beside its headers: labels and flags, who wrote it, and who gets it."""

    labels: Sequence[str]
    authors: Sequence[Person]
    recipients: Sequence[Person]


Condition = tuple[bytes, re.Pattern[str]]


class _Alternative(NamedTuple):
    """One way in which a rule fits: headers and what their text must have; `rank` is the rule's place."""

    rank: int
    conditions: tuple[Condition, ...]


class _Seen(NamedTuple):
    """The other way: something that only Kith sees has this value."""

    rank: int
    name: str
    value: str


def reason_to_skip(headers: Mapping[bytes, Sequence[bytes]], addressed: Addressed) -> str | None:
    """Why a message is no interaction ("a newsletter or advertising"); None where it is one.

    `headers` are raw values by lower-case name. Of several rules that fit, the first tells.
    """
    sights = {name: sight(addressed) for name, sight in _SIGHTS.items()}
    fitting = [seen.rank for seen in _SEEN if seen.value in sights[seen.name]]
    for name in _BY_HEADER.keys() & headers.keys():
        fitting += [
            alternative.rank
            for alternative in _BY_HEADER[name]
            if all(_fits(headers.get(key), pattern) for key, pattern in alternative.conditions)
        ]
    return _REASONS[min(fitting)] if fitting else None


def is_sent(addressed: Addressed) -> bool:
    """Whether a message lies among those that the mailbox's owner sent."""
    return "sent" in _kinds_of_labels(addressed)


def _fits(values: Sequence[bytes] | None, pattern: re.Pattern[str]) -> bool:
    return values is not None and any(pattern.search(raw_text(value[:_LONGEST])) for value in values)


def _kinds_of_labels(addressed: Addressed) -> tuple[str, ...]:
    return tuple(kind for label in addressed.labels if (kind := _kind_of_label(label)))


def _authors(addressed: Addressed) -> tuple[str, ...]:
    return ("machine",) if any(is_machine(person.address or "") for person in addressed.authors) else ()


def _everybody(addressed: Addressed) -> tuple[str, ...]:
    recipients = addressed.recipients
    return ("lists",) if recipients and all(is_list(person.address or "") for person in recipients) else ()


@lru_cache(maxsize=1024)
def _kind_of_label(label: str) -> str | None:
    return _KINDS.get(folded(label))


@lru_cache(maxsize=4096)
def is_machine(address: str) -> bool:
    """Whether nobody writes from an address: no-reply, notifications, mailer-daemon and the like."""
    local, _, domain = address.casefold().rpartition("@")
    if domain in _MACHINE_DOMAINS or _JOINED.search(local):
        return True
    return not _MACHINES.isdisjoint(_BETWEEN.split(local))


@lru_cache(maxsize=4096)
def is_list(address: str) -> bool:
    """Whether an address looks like a mailing list's."""
    local, _, domain = address.casefold().rpartition("@")
    return (
        domain in _LISTS["domains"]
        or domain.partition(".")[0] in _LISTS["openings"]
        or local.endswith(tuple(_LISTS["endings"]))
    )


_LONGEST: Final = 1_000
"""Bytes of a header in which a pattern is searched."""

_SIGHTS: Final[dict[str, Callable[[Addressed], tuple[str, ...]]]] = {
    "label": _kinds_of_labels,
    "author": _authors,
    "everybody": _everybody,
}


def _read_rules(rules: Sequence[Mapping[str, Any]]) -> tuple[list[_Seen], dict[bytes, list[_Alternative]]]:
    """The rules by what they look at first: most messages have few of the headers that any rule asks for."""
    seen: list[_Seen] = []
    by_header: dict[bytes, list[_Alternative]] = {}
    for rank, rule in enumerate(rules):
        for texts in rule["any"]:
            name, value = next(iter(texts.items()))
            if name in _SIGHTS:
                seen.append(_Seen(rank, name, value))
                continue
            conditions = tuple((key.encode(), re.compile(text, re.IGNORECASE)) for key, text in texts.items())
            by_header.setdefault(conditions[0][0], []).append(_Alternative(rank, conditions))
    return seen, by_header


_REASONS: Final = tuple(rule["reason"] for rule in _WORDS["rule"])
_SEEN, _BY_HEADER = _read_rules(_WORDS["rule"])

HEADERS: Final = frozenset(
    name for alternatives in _BY_HEADER.values() for one in alternatives for name, _ in one.conditions
)
"""The headers that the rules ask for."""
