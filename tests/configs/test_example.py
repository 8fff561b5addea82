"""The example settings file: every setting, its description and its default, and nothing else."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from configs.settings import SETTINGS_FILE, Settings, example, load_settings
from configs.source_settings import SOURCE_KINDS

COMMENTED = re.compile(r"^# (\w+ = .*|\[[\w.]+\])$", re.MULTILINE)


def fields(model: type[BaseModel], *above: str) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Every setting with its path; tables are walked into."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields(field.annotation, *above, name)
        elif (*above, name) == ("sources",):
            for kind, source in SOURCE_KINDS.items():
                yield from fields(source, name, kind)
        elif (*above, name) != ("home",):
            yield (*above, name), field


FIELDS = dict(fields(Settings))
TABLES = ("me", "survivorship", "interactions", "sync", "notify", "limits")


def written(text: str) -> dict[tuple[str, ...], object]:
    """Every key of a TOML text with its path, and its value (lists as the settings have them)."""
    return dict(leaves(tomllib.loads(text)))


def leaves(table: dict[str, Any], *above: str) -> Iterator[tuple[tuple[str, ...], object]]:
    """The values of nested tables with their paths."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, *above, name)
        else:
            yield (*above, name), tuple(value) if isinstance(value, list) else value


def uncommented() -> str:
    """The example with the keys that are commented out."""
    return COMMENTED.sub(r"\1", example())


def test_every_setting_stands_in_it_and_nothing_else() -> None:
    assert sorted(written(uncommented())) == sorted(FIELDS)


def test_settings_stand_in_their_order() -> None:
    assert [path for path in written(uncommented()) if path[0] != "sources"] == [
        path for path in FIELDS if path[0] != "sources"
    ]


def test_values_are_the_defaults_and_what_has_none_is_commented_out() -> None:
    defaults = {path: field.default for path, field in FIELDS.items() if path[0] != "sources"}
    assert written(example()) == {path: default for path, default in defaults.items() if default is not None}


@pytest.mark.parametrize("kind", SOURCE_KINDS)
def test_keys_of_sources_show_their_defaults_too(kind: str) -> None:
    shown = written(uncommented())
    for path, field in FIELDS.items():
        if path[:2] == ("sources", kind) and not field.is_required() and field.default is not None:
            assert shown[path] == field.default


@pytest.mark.parametrize("path", FIELDS, ids=".".join)
def test_each_setting_is_described_where_it_stands(path: tuple[str, ...]) -> None:
    description = FIELDS[path].description
    *table, name = path
    header = f"# [{'.'.join(table)}]" if path[0] == "sources" else f"[{'.'.join(table)}]"
    section = example().partition(f"\n{header}\n")[2] if table else example()
    lines = section.splitlines()
    at = next(number for number, line in enumerate(lines) if re.match(rf"(# )?{name} = ", line))
    assert description
    assert lines[at].endswith(f"# {description}") or lines[at - 1] == f"# {name}: {description}"


def test_each_table_is_described() -> None:
    for model in (Settings.model_fields[name].annotation for name in TABLES):
        assert isinstance(model, type)
        assert f"# {model.__doc__}\n" in example()
    for source in SOURCE_KINDS.values():
        assert f"# {source.__doc__}\n" in example()


@pytest.mark.parametrize("text", [example(), uncommented()], ids=["as it is", "with all keys"])
def test_it_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("KITH_HOME", str(tmp_path))
    before = load_settings()
    (tmp_path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    changed = {"region", "time_zone", "me", "notify", "sources"} if text != example() else set()
    assert load_settings().model_dump(exclude=changed) == before.model_dump(exclude=changed)
