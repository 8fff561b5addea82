"""The sources of the settings: added, taken out, and tried without landing anything."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from configs.addresses import shown
from configs.errors import UsageError, UserError
from configs.secrets import Secrets
from configs.settings import SETTINGS_FILE, Settings
from configs.source_settings import (
    SOURCE_KINDS,
    CalDavSource,
    CardDavSource,
    FolderSource,
    GoogleSource,
    SourceSettings,
)
from configs.writing import remove_source as remove_from_settings
from configs.writing import write_source
from flows.live_sources import source_parts
from flows.watched_folder import refuse_own_folder

_DAV: Final = (CardDavSource, CalDavSource)
_HOW_TO_SAY: Final = {
    "user": "--user NAME",
    "url": "kith sources add KIND ADDRESS",
    "path": "kith sources add folder PATH",
}
"""How what is missing is given on the command line."""
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Tried:
    """What a part of a source said when it was tried: what it reaches, or why it can't be read."""

    name: str
    title: str
    is_reached: bool
    message: str


def model_of(kind: str) -> type[GoogleSource | CardDavSource | CalDavSource | FolderSource]:
    """The settings of a kind of source.

    Raises:
        UsageError: there is no such kind.
    """
    if kind in SOURCE_KINDS:
        return SOURCE_KINDS[kind]
    near = get_close_matches(kind, SOURCE_KINDS, 1)
    meant = f" Do you mean {near[0]}?" if near else ""
    raise UsageError(f"There is no kind of source {kind!r}. Those there are: {', '.join(SOURCE_KINDS)}.{meant}")


def add_source(settings: Settings, kind: str, name: str, values: Mapping[str, object]) -> None:
    """Write a source into the settings file.

    Raises:
        UsageError: there is no such kind, the name is taken or can't be one, or a value can't be.
        UserError: the file can't be written.
    """
    model = model_of(kind)
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} can't be a source's name: use letters, digits, - and _ only (--name).")
    if name in settings.sources:
        raise UsageError(f"There is a source {name!r} already. Give this one another name: --name NAME")
    given = {"kind": kind} | {key: value for key, value in values.items() if value not in (None, [], ())}
    try:
        source = model.model_validate(given)
    except ValidationError as error:
        raise UsageError(_complaint(kind, error)) from error
    if isinstance(source, FolderSource):
        refuse_own_folder(source.path, settings.home)
    if known := _same_place(settings, source):
        raise UsageError(f"That is a source already, {known!r}: what it gives would be known twice.")
    write_source(settings.home / SETTINGS_FILE, name, given)


def remove_source(settings: Settings, name: str) -> None:
    """Take a source out of the settings file and forget its password; its records stay.

    Raises:
        UsageError: there is no such source.
    """
    if name not in settings.sources:
        there = ", ".join(settings.sources) or "none"
        raise UsageError(f"There is no source {name!r} in the settings. Those there are: {there}.")
    remove_from_settings(settings.home / SETTINGS_FILE, name)
    Secrets(settings.home).forget(name)


def try_sources(settings: Settings, names: Sequence[str] = ()) -> Iterator[Tried]:
    """Ask each part of these sources (all, where none is named) what it reaches; nothing is landed.

    Raises:
        UsageError: there is no source of that name, or none at all.
    """
    with source_parts(settings, names) as parts:
        for part in parts:
            try:
                yield Tried(part.name, part.title, is_reached=True, message=part.check())
            except UserError as error:
                yield Tried(part.name, part.title, is_reached=False, message=str(error))


def _complaint(kind: str, error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "missing":
            lines.append(f"{_description(kind, key)} is missing ({_HOW_TO_SAY.get(key, key)})")
        else:
            lines.append(f"{key} = {shown(problem['input'])}: {problem['msg'].removeprefix('Value error, ')}")
    return f"A {kind} source can't be like that: " + "; ".join(lines)


def _same_place(settings: Settings, source: SourceSettings) -> str | None:
    """The source that gives the same, if there is one."""
    for name, known in settings.sources.items():
        if isinstance(source, FolderSource) and isinstance(known, FolderSource) and source.path == known.path:
            return name
        if isinstance(source, _DAV) and type(source) is type(known) and _reach(source) == _reach(known):
            return name
    return None


def _reach(source: SourceSettings) -> tuple[object, ...]:
    return tuple(getattr(source, key) for key in ("url", "user", "collections"))


def _description(kind: str, key: str) -> str:
    fields: dict[str, Any] = dict(SOURCE_KINDS[kind].model_fields)
    return str(fields[key].description) if key in fields else "no such key"
