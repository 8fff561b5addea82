"""Changes the settings file and leaves everything else in it, comments too, as the user wrote it."""

from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from configs.errors import UserError


def write_settings(path: Path, values: Mapping[str, object]) -> None:
    """Set keys of the settings file ("region", "me.name") and write it in one step; None leaves a key as it is.

    Raises:
        UserError: the file that is there is no TOML.
    """
    text = path.read_text(encoding="utf-8") if path.exists() else _PREAMBLE
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise UserError(f"{path} is no valid TOML: {error}. Mend it, or move it away to start afresh.") from error
    for key, value in values.items():
        if value is None:
            continue
        table_name, _, name = key.rpartition(".")
        if not table_name:
            document[name] = value
            continue
        table = document.setdefault(table_name, tomlkit.table())
        if not isinstance(table, Table):
            raise UserError(f"{path}: {table_name} must be a table, [{table_name}].")
        table[name] = value
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    fresh.write_text(tomlkit.dumps(document), encoding="utf-8")
    fresh.replace(path)


_PREAMBLE = "# Kith's settings. Every key is described in configs/example.toml.\n"
