"""Changes the settings file and leaves everything else in it, comments too, as the user wrote it."""

import tomllib
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable, Table

from configs.errors import UserError

SOURCES: Final = "sources"


def write_settings(path: Path, values: Mapping[str, object]) -> None:
    """Set keys of the settings file ("region", "me.name") and write it in one step.

    A value of None leaves its key as it is; an empty one ("", []) takes the key out, so that its default is in force.

    Raises:
        UserError: the file that is there is no TOML or can't be read, or no file can be written there.
    """
    document = _read(path)
    for key, value in values.items():
        if value is not None:
            _set(document, key, value, path)
    _write(path, document)


def write_source(path: Path, name: str, values: Mapping[str, object]) -> None:
    """Set keys of the table [sources.NAME], which is made where there is none; a value of None leaves its key as it is.

    An empty value is written like any other: [] means "none" where the default is "all".

    Raises:
        UserError: as `write_settings`, or the file's `sources` is no table of tables.
    """
    document = _read(path)
    given = {key: value for key, value in values.items() if value is not None}
    wanted = _plain(document)
    sources = _table(document, SOURCES, path, is_super_table=True)
    source = _table(sources, name, path)
    for key, value in given.items():
        source[key] = value
    wanted.setdefault(SOURCES, {}).setdefault(name, {}).update(given)
    _check(document, wanted, path)
    _write(path, document)


def remove_source(path: Path, name: str) -> bool:
    """Take the table [sources.NAME] out of the settings file; whether it was there.

    Raises:
        UserError: as `write_settings`.
    """
    document = _read(path)
    wanted = _plain(document)
    held = wanted.get(SOURCES)
    if not isinstance(held, dict) or name not in held:
        return False
    sources = document[SOURCES]
    del held[name]
    del sources[name]
    if not held:
        del wanted[SOURCES], document[SOURCES]
    _check(document, wanted, path)
    _write(path, document)
    return True


def _write(path: Path, document: TOMLDocument) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(path.name + ".new")
        fresh.touch(mode=0o600)
        fresh.write_text(tomlkit.dumps(document), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise UserError(
            f"{path} can't be written: {error.strerror}. "
            "Make its folder one that you may write to, or set KITH_HOME to another one."
        ) from error


def _table(
    within: MutableMapping[str, Any], name: str, path: Path, *, is_super_table: bool = False
) -> MutableMapping[str, Any]:
    """The table of a name, added where there is none; a super table holds tables only, and has no heading."""
    if name not in within:
        within[name] = tomlkit.table(is_super_table=is_super_table)
    held = within[name]
    if not isinstance(held, MutableMapping) or isinstance(held, InlineTable):
        raise _unusual(path)
    return held


def _plain(document: TOMLDocument) -> dict[str, Any]:
    return tomllib.loads(tomlkit.dumps(document))


def _check(document: TOMLDocument, wanted: Mapping[str, Any], path: Path) -> None:
    """Refuse what would change more than it should: tomlkit adds to dotted keys (`sources.a.kind`) in wrong places."""
    try:
        is_right = _plain(document) == wanted
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise _unusual(path)


def _unusual(path: Path) -> UserError:
    return UserError(
        f"{path}: sources stand there in a way that Kith can't change by itself. "
        "Write each as a table of its own, [sources.NAME]."
    )


def _read(path: Path) -> TOMLDocument:
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return tomlkit.parse(_PREAMBLE)
    except OSError as error:
        raise UserError(
            f"{path} can't be read: {error.strerror}. Settings are a file there that you may read."
        ) from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is no UTF-8 text. Save it as UTF-8, or move it away to start afresh.") from error
    except TOMLKitError as error:
        raise UserError(f"{path} is no valid TOML: {error}. Mend it, or move it away to start afresh.") from error


def _set(document: TOMLDocument, key: str, value: object, path: Path) -> None:
    table_name, _, name = key.rpartition(".")
    table: TOMLDocument | Table = document
    if table_name:
        held = document.setdefault(table_name, tomlkit.table())
        if not isinstance(held, Table):
            raise UserError(f"{path}: {table_name} must be a table, [{table_name}].")
        table = held
    if value in ("", [], ()):
        table.pop(name, None)
    else:
        table[name] = value


_PREAMBLE = "# Kith's settings. Every key is described in configs/example.toml.\n"
