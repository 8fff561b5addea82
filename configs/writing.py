"""Changes the settings file and leaves everything else in it, comments too, as the user wrote it."""

from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from configs.errors import UserError


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
