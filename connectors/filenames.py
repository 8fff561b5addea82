"""What documents are called when people are told about them, and which names say that nobody wants them read."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from configs.words import word_list

STDIN_NAME: Final = "stdin"

MAILDIR: Final = ("cur", "new")
"""The folders of a Maildir that hold messages."""


def printable(name: str) -> str:
    """The name without what can't be printed: bytes that are no text, line ends, a terminal's control sequences."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def unwanted(parts: Sequence[str]) -> str | None:
    """Why a file isn't read whose folders and name are `parts`: "a system file", a hidden one; None where it is."""
    system: list[str] = word_list("file_kinds")["system"]["names"]
    if any(part.startswith("._") or part in system for part in parts):
        return "system file"
    if any(part.startswith(".") and not is_in_maildir(parts[at + 1 :]) for at, part in enumerate(parts)):
        return "hidden file: name it on the command line to have it read"
    return None


def is_in_maildir(parts: Sequence[str]) -> bool:
    """Whether what lies in a folder makes it one of a Maildir, whose folders hide themselves (`.Sent/cur/…`)."""
    return bool(parts) and parts[0] in MAILDIR


def labels(paths: Sequence[Path]) -> list[str]:
    """A name for each path, in order: its last component, with as many folders before it as tell it from the others.

    The paths are distinct. No name is an absolute path, and none is that of standard input.
    """
    components = [Path(os.path.abspath(path)).parts[1:] or ("root",) for path in paths]  # noqa: PTH100 - links stay
    depths = [1] * len(paths)
    while True:
        names = ["/".join(parts[-depth:]) for parts, depth in zip(components, depths, strict=True)]
        taken = {name for name, count in Counter(names).items() if count > 1} | {STDIN_NAME}
        deeper = [
            depth + (name in taken and depth < len(parts))
            for name, parts, depth in zip(names, components, depths, strict=True)
        ]
        if deeper == depths:
            return [printable(name) for name in names]
        depths = deeper
