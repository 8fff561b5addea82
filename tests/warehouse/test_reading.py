"""Reading the published warehouse: finding people as one types them, their cards, and what a query gives."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from configs.errors import UsageError, UserError
from tests.transforms.books import record
from tests.warehouse.books import ZOE_UID, book_frames
from warehouse.publish import FILE_NAME, publish
from warehouse.reading import CARD_TABLES, Format, WarehouseReader, checked_format
from warehouse.sql_files import statement, statements


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarehouseReader]:
    home = tmp_path_factory.mktemp("home")
    publish(home, book_frames(), fingerprint="x", records=9)
    with WarehouseReader.open(home) as opened:
        yield opened


def rendered(reader: WarehouseReader, sql: str, style: Format) -> bytes:
    relation = reader.query(sql)
    assert relation is not None
    return reader.render(relation, style)


# People


@pytest.mark.parametrize(
    ("who", "found"),
    [
        # numbers in every spelling, a part of one, a nickname, accents, apostrophes, another script, part of a name
        ("+44 20 7946 0108", "Zoë Søborg-Strauß"),
        ("020 7946 0108", "Zoë Søborg-Strauß"),
        ("00442079460108", "Zoë Søborg-Strauß"),
        ("+44 (0)20 7946-0109", "Zoë Søborg-Strauß"),
        ("79460108", "Zoë Søborg-Strauß"),
        ("zoe@example.org", "Zoë Søborg-Strauß"),
        ("  ZOE@Example.Com ", "Zoë Søborg-Strauß"),
        ("no address", "Robert Weber"),
        ("zoe", "Zoë Søborg-Strauß"),
        ("ZOË", "Zoë Søborg-Strauß"),
        ("soborg  strauss", "Zoë Søborg-Strauß"),
        ("strauss zoe", "Zoë Søborg-Strauß"),
        ("obrien", "Liam O'Brien"),
        ("Liam O’Brien", "Liam O'Brien"),
        ("bobby", "Robert Weber"),
        ("Соколова", "Юлия Соколова"),
        ("sokolova", "Юлия Соколова"),
        ("ЮЛИЯ СОКОЛОВА", "Юлия Соколова"),
    ],
)
def test_a_person_is_found_as_one_types_them(who: str, found: str, reader: WarehouseReader) -> None:
    assert [row["full_name"] for row in reader.find_people(who)] == [found]


def test_a_person_is_found_by_id_alone(reader: WarehouseReader) -> None:
    (liam,) = reader.find_people("liam@example.net")
    assert reader.find_people(f" {liam['person_id'].upper()} ") == [liam]
    assert liam == {
        "person_id": liam["person_id"],
        "full_name": "Liam O'Brien",
        "organisation": None,
        "title": None,
        "email": "liam@example.net",
        "phone": "+442079460110",
        "city": None,
        "is_owner": False,
    }


def test_a_person_is_found_by_a_record_of_theirs(reader: WarehouseReader) -> None:
    (zoe,) = reader.find_people("zoe@example.com")
    assert reader.find_people(" google_csv/2 ") == reader.find_people("vcard/1") == [zoe]
    assert reader.find_people("vcard/9") == []  # an organisation's


def test_an_old_id_leads_to_whoever_has_its_records(reader: WarehouseReader) -> None:
    (zoe,) = reader.find_people("zoe@example.com")
    assert reader.find_people(" P-Old ") == [zoe]
    assert reader.redirect(" P-Old ") == zoe["person_id"]
    assert reader.redirect(zoe["person_id"]) is None
    assert reader.redirect("zoe") is None


def test_what_each_record_of_a_person_says(reader: WarehouseReader) -> None:
    (zoe,) = reader.find_people("zoe@example.com")
    first, second = reader.records(zoe["person_id"])
    assert (first["source"], first["record_id"], second["source"], second["record_id"]) == (
        "google_csv",
        "2",
        "vcard",
        "1",
    )
    assert first["full_names"] == second["full_names"] == ["Zoë Søborg-Strauß"]
    assert first["emails"] == ["zoe@example.com", "zoe@example.org"]
    assert second["phones"] == ["+442079460108", "+442079460109"]
    assert (first["organisations"], second["organisations"]) == ([], ["Example Ltd"])
    assert reader.records("nobody") == []


def test_a_warehouse_of_another_version_is_told(tmp_path: Path) -> None:
    publish(tmp_path, book_frames(), fingerprint="x")
    with duckdb.connect(str(tmp_path / FILE_NAME)) as connection:
        connection.execute("drop table person_redirect")
    with WarehouseReader.open(tmp_path) as opened, pytest.raises(UserError, match="made by another version of Kith"):
        opened.find_people("zoe")


def test_whoever_may_be_meant_is_listed(reader: WarehouseReader) -> None:
    assert [row["full_name"] for row in reader.find_people("jonas weber")] == ["Jonas Weber", "Jonas Weber"]
    # A whole name is closer than a part of one; a part may be anyone's.
    assert len(reader.find_people("weber")) == 3
    assert len(reader.find_people("robert weber")) == 1
    # The start of a word is closer than its inside ("li" in Iuliia).
    assert [row["full_name"] for row in reader.find_people("li")] == ["Liam O'Brien"]
    assert [row["full_name"] for row in reader.find_people("trauss")] == ["Zoë Søborg-Strauß"]


def test_a_whole_word_of_a_name_is_closer_than_the_start_of_one(tmp_path: Path) -> None:
    names = ("Mo Sailor", "Fay Moreau", "Moira Mo-Lind", "Liz Chen-Wu", "Liz Chenoweth")
    people = (record(str(number), name, email=f"p{number}@example.org") for number, name in enumerate(names))
    publish(tmp_path, book_frames(*people), fingerprint="x")
    with WarehouseReader.open(tmp_path) as opened:
        found = {who: [row["full_name"] for row in opened.find_people(who)] for who in ("mo", "mor", "chen", "chen-wu")}
    assert found == {
        "mo": ["Mo Sailor", "Moira Mo-Lind"],
        "mor": ["Fay Moreau"],
        "chen": ["Liz Chen-Wu"],
        "chen-wu": ["Liz Chen-Wu"],
    }


@pytest.mark.parametrize("who", ["", "   ", "nobody at all", "%", "_", "'", "110", "+", "zoe@", "\x00", "0" * 400])
def test_nobody_is_found_for_what_means_nobody(who: str, reader: WarehouseReader) -> None:
    assert reader.find_people(who) == []


def test_a_card_shows_everything_about_a_person(reader: WarehouseReader) -> None:
    (zoe,) = reader.find_people("zoe")
    card = reader.card(zoe["person_id"])
    assert list(card) == ["person", *CARD_TABLES]
    assert card["person"][0]["full_name"] == "Zoë Søborg-Strauß"
    assert {row["address"]: sorted(row["sources"]) for row in card["person_email"]} == {
        "zoe@example.org": ["google_csv", "vcard"],
        "zoe@example.com": ["google_csv"],
    }
    assert card["person_email"][0]["preferred_because"] == "given by 2 sources"
    assert [row["number"] for row in card["person_phone"]] == ["+442079460108", "+442079460109"]
    assert [(row["organisation"], row["title"]) for row in card["affiliation"]] == [("Example Ltd", "Engineer")]
    assert [(row["context"], row["kind"]) for row in card["context"]] == [
        ("Climbing", "said"),
        ("Brunch", "event, label"),
        ("Choir", "group"),
    ]
    assert [(row["name"], row["relation"]) for row in card["person_relation"]] == [("Liam O'Brien", "spouse")]
    assert [row["note"] for row in card["person_note"]] == ["Met at the panel"]
    assert [row["source"] for row in card["source_record"]] == ["google_csv", "vcard"]
    assert all(len(card[name]) == 1 for name in ("person_name", "person_address", "person_url", "person_date"))


def test_what_two_owners_were_at_is_one_thing() -> None:
    frames = book_frames()
    toms = frames["context"].with_columns(owner=pl.lit("tom"))
    tables = {"context": pl.concat([frames["context"], toms]), "interaction": frames["interaction"]}
    whose = frames["context"].filter(pl.col("context") == "Climbing")["person_id"][0]
    with duckdb.connect() as connection:
        for name, frame in tables.items():
            connection.register(name, frame.to_arrow())
        connection.execute("set variable person_id = ?", [whose])
        rows = connection.sql(statement("queries", "card_context")).fetchall()
    assert {row[0]: row[3] for row in rows} == {"Climbing": 0, "Brunch": 2, "Choir": 0}


def test_the_card_of_nobody_is_empty(reader: WarehouseReader) -> None:
    assert not any(reader.card("nobody").values())


# Counts


def test_counts_and_sources(reader: WarehouseReader) -> None:
    counts = reader.counts()
    assert {name: counts[name] for name in ("people", "organisations", "records", "rejects")} == {
        "people": 6,
        "organisations": 1,
        "records": 9,
        "rejects": 1,
    }
    assert [(row["source"], row["records"], row["people"]) for row in reader.sources()] == [
        ("google_csv", 2, 2),
        ("vcard", 7, 5),
    ]


def test_rejects_of_all_sources_and_of_one(reader: WarehouseReader) -> None:
    reject = {
        "source": "vcard",
        "file": "book.vcf",
        "position": 2,
        "line": 9,
        "reason": "text outside of any card",
        "raw": "rubbish",
    }
    assert reader.rejects() == [reject]
    assert reader.rejects("vcard") == [reject]
    assert reader.rejects("google_csv") == []


def test_names_to_complete(reader: WarehouseReader) -> None:
    assert reader.tables() == [table.name for table in statements("tables")]
    columns = reader.columns()
    assert {"person_id", "full_name", "fingerprint", "description"} <= set(columns)
    assert columns == sorted(set(columns))


# Queries


def test_csv(reader: WarehouseReader) -> None:
    text = rendered(reader, "select 'a,\"b\"' as quoted, null as missing, [1, 2] as listed", "csv").decode()
    assert list(csv.DictReader(io.StringIO(text))) == [{"quoted": 'a,"b"', "missing": "", "listed": "[1, 2]"}]


def test_json_keeps_what_is_nested(reader: WarehouseReader) -> None:
    sql = "select address, provenance from person_email where address = 'zoe@example.com'"
    assert json.loads(rendered(reader, sql, "json")) == [
        {
            "address": "zoe@example.com",
            "provenance": [{"source": "google_csv", "record_id": "2", "raw": "zoe@example.com", "label": None}],
        }
    ]


def test_parquet_keeps_what_is_nested(reader: WarehouseReader) -> None:
    frame = pl.read_parquet(io.BytesIO(rendered(reader, "from person_email", "parquet")))
    assert frame.height == 7
    assert isinstance(frame.schema["provenance"], pl.List)


def test_a_table_for_people(reader: WarehouseReader, capsys: pytest.CaptureFixture[str]) -> None:
    text = rendered(reader, "select full_name from person order by 1 limit 1", "table").decode()
    assert "full_name" in text
    assert "Jonas Weber" in text
    assert capsys.readouterr().out == ""
    relation = reader.query("select repeat('wide ', 100) as wide")
    assert relation is not None
    assert max(map(len, reader.render(relation, "table", width=100).decode().splitlines())) <= 100


NOTHING = "select full_name, sources from person where false"


def test_no_rows_in_every_format(reader: WarehouseReader) -> None:
    assert rendered(reader, NOTHING, "csv").decode().strip() == "full_name,sources"
    assert json.loads(rendered(reader, NOTHING, "json")) == []
    assert pl.read_parquet(io.BytesIO(rendered(reader, NOTHING, "parquet"))).columns == ["full_name", "sources"]
    assert "0 rows" in rendered(reader, NOTHING, "table").decode()


def test_several_statements_give_the_rows_of_the_last(reader: WarehouseReader) -> None:
    assert b"2" in rendered(reader, "select 1; select 2 as two", "csv")
    assert reader.query("-- nothing but a comment") is None
    assert reader.query("") is None


@pytest.mark.parametrize("sql", ["delete from person", "create table x (y integer)", "drop table person"])
def test_what_would_write_is_refused_in_words(sql: str, reader: WarehouseReader) -> None:
    with pytest.raises(UserError, match=r"^The warehouse is read-only: it is made anew at every import"):
        reader.query(sql)
    assert reader.counts()["people"] == 6


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("selec 1", r"syntax error at or near \"selec\""),
        ("select nam from person", r"(?s)\"nam\" not found.*Candidate bindings: .*name"),
        ("from persons", r"persons does not exist!\s+Did you mean \"person\""),
        ("select ?", "parameter"),
    ],
)
def test_what_duckdb_says_is_shown(sql: str, message: str, reader: WarehouseReader) -> None:
    with pytest.raises(UserError, match=message):
        reader.query(sql)


@pytest.mark.parametrize("style", ["table", "csv", "json", "parquet"])
def test_a_row_that_cannot_be_computed_is_told(style: Format, reader: WarehouseReader) -> None:
    with pytest.raises(UserError, match="Could not convert string"):
        rendered(reader, "select cast(full_name as integer) from person", style)


@pytest.mark.parametrize("style", ["table", "csv", "json", "parquet"])
def test_a_format_is_known_by_its_name(style: str) -> None:
    assert checked_format(style) == style


def test_another_format_is_refused() -> None:
    with pytest.raises(UsageError, match="no format 'xml': choose table, csv, json or parquet"):
        checked_format("xml")


# What can't be opened


def test_nothing_was_published_yet(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="kith import PATH"), WarehouseReader.open(tmp_path):
        pass


def test_another_programs_database_is_told(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / FILE_NAME)) as connection:
        connection.execute("create table x (y integer)")
    with (
        pytest.raises(UserError, match=r"is no warehouse of Kith's .*import any file again"),
        WarehouseReader.open(tmp_path),
    ):
        pass


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 1000)
    with pytest.raises(UserError, match="damaged or no DuckDB file"), WarehouseReader.open(tmp_path):
        pass


def test_a_reader_does_not_keep_another_from_reading(reader: WarehouseReader) -> None:
    path = reader._connection.execute("select path from duckdb_databases() where not internal").fetchone()
    assert path is not None
    with WarehouseReader.open(Path(path[0]).parent) as another:
        assert another.find_people("zoe") == reader.find_people("zoe")
        assert another.query(f"from source_record where given_id = '{ZOE_UID}'") is not None
