"""Which links hold the records of one person together: the fewest and strongest that do."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Record = tuple[str, str]
"""source, record_id."""


class Link(NamedTuple):
    """Two records that were compared, and the bits for their being one person's (the user's word: infinite)."""

    one: Record
    other: Record
    weight: float


def spanning_links(links: Iterable[Link]) -> list[Link]:
    """The links of a maximum spanning forest, the weakest first (Kruskal 1956).

    They are the ones that the grouping rests on: with any of them gone, two parts would be held together by weaker ones
    alone. Which of equally strong links is taken depends on the records' keys, not on the order of the links.
    """
    part: dict[Record, Record] = {}
    taken = []
    for link in sorted(links, key=lambda link: (-link.weight, link.one, link.other)):
        one, other = _root(part, link.one), _root(part, link.other)
        if one != other:
            part[max(one, other)] = min(one, other)
            taken.append(link)
    return taken[::-1]


def parts(records: Iterable[Record], links: Iterable[Link]) -> list[list[Record]]:
    """What links hold together of some records: each part in order, the parts by their first record."""
    part: dict[Record, Record] = {}
    for link in links:
        one, other = _root(part, link.one), _root(part, link.other)
        part[max(one, other)] = min(one, other)
    found: dict[Record, list[Record]] = {}
    for record in sorted(set(records)):
        found.setdefault(_root(part, record), []).append(record)
    return list(found.values())


def path(links: Sequence[Link], one: Record, other: Record) -> list[Link]:
    """The links of a spanning forest that lead from a record to another, in order; empty where none do."""
    nearby: dict[Record, list[Link]] = {}
    for link in links:
        nearby.setdefault(link.one, []).append(link)
        nearby.setdefault(link.other, []).append(link)
    came_by: dict[Record, Link | None] = {one: None}
    waiting = [one]
    for at in waiting:
        for link in nearby.get(at, ()):
            there = _across(link, at)
            if there not in came_by:
                came_by[there] = link
                waiting.append(there)
    walked: list[Link] = []
    at = other
    while (link_to := came_by.get(at)) is not None:
        walked.append(link_to)
        at = _across(link_to, at)
    return walked[::-1]


def _across(link: Link, record: Record) -> Record:
    return link.one if record == link.other else link.other


def _root(part: dict[Record, Record], record: Record) -> Record:
    """The first record of a part, on the way to which every other step is left out from now on."""
    at = record
    while (above := part.get(at, at)) != at:
        part[at] = part.get(above, above)
        at = above
    return at
