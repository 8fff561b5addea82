"""A memo of what was read already: heads of lines come again and again in a file."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memo(dict[str, T], Generic[T]):
    """What `read` makes of texts, each once; a damaged file could bring up any number, so it starts anew at times."""

    def __init__(self, read: Callable[[str], T], *, most: int) -> None:
        super().__init__()
        self._read = read
        self._most = most

    def __missing__(self, text: str) -> T:
        if len(self) >= self._most:
            self.clear()
        found = self[text] = self._read(text)
        return found
