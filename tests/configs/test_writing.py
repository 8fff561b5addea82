import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configs.errors import UserError
from configs.writing import write_settings


def written(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_a_new_file_is_private_and_says_where_keys_are_described(tmp_path: Path) -> None:
    path = tmp_path / "kith" / "config.toml"
    write_settings(path, {"region": "GB", "me.name": "Ada Brandt", "me.emails": ["ada@example.org"], "time_zone": None})
    assert written(path) == {"region": "GB", "me": {"name": "Ada Brandt", "emails": ["ada@example.org"]}}
    assert path.read_text(encoding="utf-8").startswith("# Kith's settings.")
    assert path.stat().st_mode & 0o077 == path.parent.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == ["config.toml"]


def test_everything_else_stays_as_the_user_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '# mine\nowner = "ada"   # me\nregion = "GB" # home\n\n[me]\nphones = [ "+44 20 7946 0123" ]\n\n'
        "[limits] # small\narchive_members = 10\n",
        encoding="utf-8",
    )
    write_settings(path, {"region": "DE", "me.name": "Ada"})
    assert path.read_text(encoding="utf-8") == (
        '# mine\nowner = "ada"   # me\nregion = "DE" # home\n\n[me]\nphones = [ "+44 20 7946 0123" ]\nname = "Ada"\n\n'
        "[limits] # small\narchive_members = 10\n"
    )


def test_keys_before_tables_stay_before_them(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[me]\nname = "Ada"\n', encoding="utf-8")
    write_settings(path, {"region": "DE", "time_zone": "Europe/Berlin"})
    assert written(path) == {"region": "DE", "time_zone": "Europe/Berlin", "me": {"name": "Ada"}}


@pytest.mark.parametrize("empty", ["", [], ()])
def test_an_empty_value_takes_its_key_out(tmp_path: Path, empty: object) -> None:
    path = tmp_path / "config.toml"
    write_settings(path, {"region": "DE", "me.emails": ["ada@example.org"]})
    write_settings(path, {"region": empty, "me.emails": empty, "me.name": empty})
    assert written(path) == {"me": {}}


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_what_is_written_is_read_whatever_it_holds(tmp_path: Path, name: str) -> None:
    path = tmp_path / "config.toml"
    write_settings(path, {"me.name": name, "me.emails": [name]})
    assert written(path) == {"me": {"name": name, "emails": [name]}}


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('owner = "ada"\n', encoding="utf-8-sig")
    write_settings(path, {"region": "DE"})
    assert written(path) == {"owner": "ada", "region": "DE"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"region = ", r"is no valid TOML: .*\. Mend it, or move it away"),
        (b'region = "\xff"', "is no UTF-8 text"),
        (b"me = 3", r"me must be a table, \[me\]\."),
    ],
)
def test_a_file_that_makes_no_sense_is_told_and_left_alone(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    with pytest.raises(UserError, match=message):
        write_settings(path, {"me.name": "Ada"})
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.mkdir()
    with pytest.raises(UserError, match="can't be read: Is a directory"):
        write_settings(path, {"region": "DE"})


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "kith").touch()
    with pytest.raises(UserError, match=r"can't be (read|written): Not a directory"):
        write_settings(tmp_path / "kith" / "config.toml", {"region": "DE"})
    (tmp_path / "link").symlink_to("/proc/nowhere")
    with pytest.raises(UserError, match=r"can't be written: .*KITH_HOME"):
        write_settings(tmp_path / "link" / "config.toml", {"region": "DE"})
