"""LinkedIn's messages.csv: who wrote to whom, when, and in which conversation; never what.

Its content, subject and attachments and the conversation's title are not kept: they are what was said.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from configs.words import word_list
from connectors.csv_headers import fold
from connectors.csv_table import Row
from connectors.identity import raw_id
from connectors.interaction_records import Correspondent, RawInteraction
from connectors.linkedin.activity_dates import instant
from connectors.records import Skipped

MOST: Final = 200
"""Recipients of a message that are kept: more is a mailing."""

_WORDS: Final = word_list("linkedin")["messages"]
_SUFFIXES: Final = frozenset(text.casefold().rstrip(".") for text in word_list("names")["suffixes"]["shown"])


def message(row: Row) -> RawInteraction | Skipped:
    """A message of a conversation, or why it is none between people.

    The id is made of conversation, date and sender as written: no two messages of one sender have the same second.
    """
    if reason := _left_out(row):
        return Skipped(row.file, reason, row.position)
    conversation, date, sender = row.take("conversation id"), row.take("date"), row.take("from")
    url = row.take("sender profile url")
    author = [_person("sender", sender, url)] if sender or url else []
    folder = row.take("folder")
    return RawInteraction(
        record_id=raw_id(f"{conversation or ''}\x1f{date or ''}", sender),
        file=row.file,
        position=row.position,
        channel="linkedin_message",
        sent=date,
        sent_at=instant(date),
        conversation=conversation,
        people=(*author, *_recipients(row.take("to"), row.take("recipient profile urls"))),
        labels=(folder,) if folder else (),
    )


def is_named(file: str, words: str) -> bool:
    """Whether these words follow one another in a file's name."""
    return f" {words} " in f" {' '.join(fold(file.rpartition('/')[2]))} "


def _left_out(row: Row) -> str | None:
    """Why a message counts for nothing; all that tells it is compared without case."""
    for other in _WORDS["not_with_people"]:
        if is_named(row.file, other["named"]):
            return str(other["reason"])
    if any(row.peek(column).strip().casefold() in _WORDS["yes"] for column in _WORDS["drafts"]):
        return "a draft, not a message that was sent"
    folder, title = (row.peek(column).strip().casefold() for column in ("folder", "conversation title"))
    if folder in _WORDS["spam"]:
        return "spam"
    if {folder, title} & {*_WORDS["sponsored"]}:
        return "an advertising message"
    return None


def _recipients(names: str | None, urls: str | None) -> list[Correspondent]:
    people = _paired((names or "").split(","), (urls or "").split(","))
    return [_person("recipient", name, url) for name, url in people][:MOST]


def _person(role: str, name: str | None, url: str | None) -> Correspondent:
    is_nameless = url is None and (name or "").strip().casefold() in _WORDS["nameless"]
    return Correspondent(role, name=None if is_nameless else name, url=url)


def _paired(names: Sequence[str], urls: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Names and profiles that belong together; both are written between commas, which names have some of themselves."""
    names = [name.strip() for name in names]
    urls = [url.strip() for url in urls]
    if len(names) != len(urls):
        names, urls = _with_suffixes(filter(None, names)), [url for url in urls if url]
    if len(names) == len(urls):
        yield from ((name or None, url or None) for name, url in zip(names, urls, strict=True) if name or url)
        return
    left = names[:MOST]
    for url in urls[:MOST]:  # somebody has no profile, or a comma in the name
        name = max(left, key=lambda name: _likeness(name, url), default="")
        if name and _likeness(name, url):
            left.remove(name)
            yield name, url
        else:
            yield None, url
    yield from ((name, None) for name in left)


def _with_suffixes(names: Iterator[str]) -> list[str]:
    """Names, with the titles behind a comma that belong to them (`Ada Brandt, PhD`)."""
    whole: list[str] = []
    for name in names:
        if whole and all(word.casefold().rstrip(".") in _SUFFIXES for word in name.split()):
            whole[-1] += f", {name}"
        else:
            whole.append(name)
    return whole


def _likeness(name: str, url: str) -> int:
    """How many letters of a name stand, word by word, in the last part of a profile's address."""
    slug = "".join(fold(url.rstrip("/").rpartition("/")[2]))
    return sum(len(word) for word in fold(name) if word in slug)
