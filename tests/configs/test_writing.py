import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from configs.errors import UserError
from configs.writing import remove_source, write_settings, write_source


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


def test_a_source_is_added_as_a_table_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write_source(path, "google", {"kind": "google", "account": None, "calendars": []})
    assert written(path) == {"sources": {"google": {"kind": "google", "calendars": []}}}
    assert "\n[sources.google]\n" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o077 == 0


def test_a_source_that_is_there_keeps_its_other_keys_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[sources.work] # mine\nkind = "folder"\npath = "old" # here\n\n[limits]\n', encoding="utf-8")
    write_source(path, "work", {"path": "new"})
    assert path.read_text(encoding="utf-8") == (
        '[sources.work] # mine\nkind = "folder"\npath = "new" # here\n\n[limits]\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "sources = {}\n",
        'sources = { a = { kind = "folder", path = "x" } }\n',
        'sources.a.kind = "folder"\nsources.a.path = "x"\nregion = "GB"\n',
        "sources = 3\n",
        "[sources]\nwork = 3\n",
    ],
)
def test_sources_in_another_form_are_left_alone_and_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"a table of its own, \[sources.NAME\]"):
        write_source(path, "work", {"kind": "folder", "path": "b"})
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text", ["", "sources = 3\n", "[sources]\n", '[sources.other]\nkind = "folder"\n'])
def test_a_source_that_is_not_there_cannot_be_taken_out(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    assert not remove_source(path, "work")
    assert path.read_text(encoding="utf-8") == text


def test_the_last_source_takes_the_table_of_sources_with_it(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('region = "GB"\n\n[sources.work]\nkind = "folder"\n\n[me]\nname = "Ada"\n', encoding="utf-8")
    assert remove_source(path, "work")
    assert written(path) == {"region": "GB", "me": {"name": "Ada"}}


SOURCE_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=6)
TABLES = st.lists(st.sampled_from(["me", "limits", "sources.a", "sources.b", 'sources."c d"']), unique=True)


@given(
    tables=TABLES,
    steps=st.lists(st.tuples(st.booleans(), st.sampled_from(["a", "b", "c d"]) | SOURCE_NAMES, st.text(max_size=5))),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_sources_come_and_go_and_everything_else_stays(
    tmp_path: Path, tables: list[str], steps: list[tuple[bool, str, str]]
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n\n" + "".join(f"[{each}] # {each}\nkey = 1\n\n" for each in tables), encoding="utf-8")
    expected = written(path)
    sources = expected.pop("sources", {})
    assert isinstance(sources, dict)
    for is_added, name, value in steps:
        if is_added:
            write_source(path, name, {"kind": "folder", "path": value})
            sources[name] = {**sources.get(name, {}), "kind": "folder", "path": value}
        else:
            assert remove_source(path, name) == (name in sources)
            sources.pop(name, None)
        now = written(path)
        assert now.pop("sources", {}) == sources
        assert now == expected
    assert path.read_text(encoding="utf-8").startswith("# mine\n")
