"""The example settings file: every setting, its description and its default, and nothing else."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from configs.settings import SETTINGS_FILE, Settings, example, load_settings

COMMENTED_KEY = re.compile(r"^# (\w+ = .*)$", re.MULTILINE)


def fields(model: type[BaseModel], *above: str) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Every setting with its path; tables are walked into."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields(field.annotation, *above, name)
        elif (*above, name) != ("home",):
            yield (*above, name), field


FIELDS = dict(fields(Settings))


def written(text: str) -> dict[tuple[str, ...], object]:
    """Every key of a TOML text with its path, and its value (lists as the settings have them)."""
    found: dict[tuple[str, ...], object] = {}
    for name, value in tomllib.loads(text).items():
        inner = {(name, key): each for key, each in value.items()} if isinstance(value, dict) else {(name,): value}
        found |= {path: tuple(each) if isinstance(each, list) else each for path, each in inner.items()}
    return found


def uncommented() -> str:
    """The example with the keys that are commented out."""
    return COMMENTED_KEY.sub(r"\1", example())


def test_every_setting_stands_in_it_and_nothing_else() -> None:
    assert list(written(uncommented())) == list(FIELDS)


def test_values_are_the_defaults_and_what_has_none_is_commented_out() -> None:
    assert written(example()) == {path: field.default for path, field in FIELDS.items() if field.default is not None}


@pytest.mark.parametrize("path", FIELDS, ids=".".join)
def test_each_setting_is_described_where_it_stands(path: tuple[str, ...]) -> None:
    description = FIELDS[path].description
    *table, name = path
    section = example().partition(f"\n[{table[0]}]\n")[2] if table else example()
    lines = section.splitlines()
    at = next(number for number, line in enumerate(lines) if re.match(rf"(# )?{name} = ", line))
    assert description
    assert lines[at].endswith(f"# {description}") or lines[at - 1] == f"# {name}: {description}"


def test_each_table_is_described() -> None:
    for model in (Settings.model_fields[name].annotation for name in ("me", "survivorship", "interactions", "limits")):
        assert isinstance(model, type)
        assert f"# {model.__doc__}\n" in example()


@pytest.mark.parametrize("text", [example(), uncommented()], ids=["as it is", "with all keys"])
def test_it_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("KITH_HOME", str(tmp_path))
    before = load_settings()
    (tmp_path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    changed = {"region", "time_zone", "me"} if text != example() else set()
    assert load_settings().model_dump(exclude=changed) == before.model_dump(exclude=changed)
