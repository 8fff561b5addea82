"""Says what is wrong with a setting in the user's words: which key, which value, where it was set, and what to do."""

import os
from collections.abc import Collection
from json import JSONDecodeError
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from pydantic_settings import SettingsError

from configs.addresses import shown
from configs.source_settings import SOURCE_KINDS

PREFIX: Final = "KITH_"
NESTED: Final = "__"

_WITHIN: Final = 3
"""Parts of the path to a source: sources, its name, its kind."""

_PLAIN: Final = {
    "extra_forbidden": "there is no such setting",
    "string_pattern_mismatch": "only letters, digits, dots, hyphens and underscores can stand here",
    "missing": "it is missing",
    "tuple_type": 'a list is written as ["one", "another"]',
    "path_type": 'a path is written as "/home/ada/Exports"',
    "union_tag_not_found": f"its kind is missing: {', '.join(SOURCE_KINDS)}",
    "union_tag_invalid": f"there is no such kind: {', '.join(SOURCE_KINDS)}",
}
"""What pydantic says in terms of its own, by the kind of its error."""

_WITHOUT_VALUE: Final = frozenset({"extra_forbidden", "missing", "union_tag_not_found", "union_tag_invalid"})
"""Errors of a source whose value isn't shown: it is a whole table, or nobody knows what stands there (a password)."""

_SECRET: Final = ("password", "secret", "token", "passwd")


def about_values(error: ValidationError, *, file: Path, flags: Collection[str]) -> str:
    """A line for each value that can't be; `flags` are the settings that the command line gives."""
    lines = []
    for problem in error.errors():
        location = _location(problem["loc"])
        message = _PLAIN.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        value = f" = {shown(problem['input'])}"
        if location[0] == "sources" and problem["type"] in _WITHOUT_VALUE:
            value = ""
        if location[0] == "sources" and any(word in location[-1].lower() for word in _SECRET):
            message = f"passwords and tokens don't stand here. Take it out, and run: kith connect {location[1]}"
        lines.append(f"{'.'.join(location)}{value} {_place(location, file, flags)}: {message}.")
    return "A setting can't be used:\n  " + "\n  ".join(lines)


def _location(path: tuple[int | str, ...]) -> list[str]:
    """The keys that lead to a value; pydantic puts the kind of a source between its name and its keys."""
    location = [str(part) for part in path]
    return location[:2] + location[3:] if location[0] == "sources" and len(location) > _WITHIN else location


def about_variables(error: SettingsError) -> str:
    """Which environment variable is no JSON, where it has to be: for lists and tables."""
    cause = error.__cause__
    text = cause.doc if isinstance(cause, JSONDecodeError) else None
    named = [name for name in sorted(os.environ) if name.upper().startswith(PREFIX) and os.environ[name] == text]
    which = f"{named[0]} = {text!r}" if named else str(error)
    return (
        f"An environment variable can't be used:\n  {which}: a list is written as JSON there: "
        '["ada@example.org", "ada@example.com"].'
    )


def _place(location: list[str], file: Path, flags: Collection[str]) -> str:
    """Where a value was set, as far as the order of precedence tells."""
    if location[0] in flags:
        return "on the command line"
    variables = {name.upper(): name for name in os.environ}
    for end in range(len(location), 0, -1):  # KITH_ME may hold what KITH_ME__NAME could
        variable = PREFIX + NESTED.join(location[:end]).upper()
        if variable in variables:
            return f"in the environment variable {variables[variable]}"
    return f"in {file}"
