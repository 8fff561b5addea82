"""Makes a card's names of its FN and N, which belong together by what they say and not by where they stand."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from connectors.records import Name
from connectors.vcard.heads import UNREADABLE, Head

NAME_PARTS: Final = 5
_LOWEST_RANK: Final = 1_000

FullName = tuple[Head, str]
NameParts = tuple[Head, list[str]]
"""N's parts: family, given, middle, prefix, suffix; there may be fewer."""


_NO_FULL_NAME: Final[FullName] = (UNREADABLE, "")
_NO_PARTS: Final[NameParts] = (UNREADABLE, [])


class _Version(NamedTuple):
    """A name in one language or script: whole, in parts, or both."""

    full: FullName = _NO_FULL_NAME
    parts: NameParts = _NO_PARTS


def names_of(full_names: Sequence[FullName], name_parts: Sequence[NameParts]) -> list[Name]:
    """The preferred name (PREF, else the first) as the main one, then the same in other languages or scripts."""
    if not full_names and not name_parts:
        return []
    if len(full_names) <= 1 and len(name_parts) <= 1:
        full = full_names[0] if full_names else _NO_FULL_NAME
        return [_name(full, name_parts[0] if name_parts else _NO_PARTS, "main")]
    versions = _versions(full_names, name_parts)
    main = min(versions, key=_rank)
    return [_name(*main, "main"), *(_name(*version, "alternative") for version in versions if version is not main)]


def _name(full_name: FullName, name_parts: NameParts, kind: str) -> Name:
    (full_head, full), (part_head, parts) = full_name, name_parts
    if len(parts) != NAME_PARTS:
        parts = [*parts[:NAME_PARTS], *[""] * (NAME_PARTS - len(parts))]
    family, given, middle, prefix, suffix = parts
    language = part_head.param("LANGUAGE") or full_head.param("LANGUAGE")
    return Name(
        full or None, prefix or None, given or None, middle or None, family or None, suffix or None, kind, language
    )


def _rank(version: _Version) -> int:
    return min(1 if head.is_preferred else head.rank or _LOWEST_RANK for head, _ in version)


def _versions(full_names: Sequence[FullName], name_parts: Sequence[NameParts]) -> list[_Version]:
    """FN and N in pairs: those of one language, else of the same letters, else of one ALTID, else in their order."""
    pairs: dict[int, int] = {}
    for key in (_language, _letters, _alternative, _anything):
        _pair(full_names, name_parts, pairs, key)
    alone = set(range(len(name_parts))).difference(pairs.values())
    return [
        *(
            _Version(full, name_parts[pairs[index]]) if index in pairs else _Version(full)
            for index, full in enumerate(full_names)
        ),
        *(_Version(parts=name_parts[index]) for index in sorted(alone)),
    ]


def _pair(
    full_names: Sequence[FullName],
    name_parts: Sequence[NameParts],
    pairs: dict[int, int],
    key: Callable[[Head, str], str],
) -> None:
    """Add the pairs, by index, of those that are still alone and have the same key, the first with the first."""
    taken = set(pairs.values())
    alone: dict[str, list[int]] = defaultdict(list)
    for index in reversed(range(len(name_parts))):
        head, parts = name_parts[index]
        if index not in taken and (found := key(head, "".join(parts))):
            alone[found].append(index)
    for index, (head, full) in enumerate(full_names):
        candidates = alone.get(key(head, full)) if index not in pairs else None
        if candidates and not _contradict(head, name_parts[candidates[-1]][0]):
            pairs[index] = candidates.pop()


def _contradict(head: Head, other: Head) -> bool:
    """Whether the two say that they are in different languages."""
    languages = {_language(head, ""), _language(other, "")} - {""}
    return len(languages) > 1


def _language(head: Head, _text: str) -> str:
    return (head.param("LANGUAGE") or "").lower()


def _letters(_head: Head, text: str) -> str:
    """A name's letters in order of the alphabet: the same in "Doe, John" as in "John" and "Doe"."""
    return "".join(sorted(letter for letter in text.casefold() if letter.isalnum()))


def _alternative(head: Head, _text: str) -> str:
    return head.param("ALTID") or ""


def _anything(_head: Head, _text: str) -> str:
    return "anything"
