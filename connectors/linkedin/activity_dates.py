"""When something happened on LinkedIn: every file of an archive writes its dates in another way."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from configs.words import word_list

_FORMATS: Final[tuple[str, ...]] = tuple(word_list("linkedin")["activity_dates"]["formats"])
_LONGEST: Final = 40


def instant(text: str | None) -> datetime | None:
    """What a date means, in UTC; where it names no zone it is taken as UTC; None where it can't be read."""
    return _read(text) if text and len(text) <= _LONGEST else None


@lru_cache(maxsize=1024)
def _read(text: str) -> datetime | None:
    plain = " ".join(text.split())  # newer exports have a narrow blank before PM
    with suppress(ValueError):
        found = datetime.fromisoformat(plain.removesuffix(" UTC"))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    for written in _FORMATS:
        with suppress(ValueError):
            return datetime.strptime(plain, written).replace(tzinfo=UTC)
    return None
