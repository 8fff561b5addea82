import io
import json
from pathlib import Path

import pytest

from configs.errors import UserError
from configs.settings import Settings
from flows.inspecting import inspect_files
from tests.flows.books import book, card

SAMPLES = Path(__file__).parents[1] / "samples" / "address-book"


def test_every_row_says_what_it_is_and_where_it_stands(settings: Settings, home: Path) -> None:
    rows = list(inspect_files([SAMPLES], settings))
    kinds = {row["kind"] for row in rows}
    assert kinds == {"contact", "message", "reject", "skipped"}
    for row in rows:
        assert row["file"].startswith("address-book/")
        assert row["kind"] in {"contact", "message"} or row["reason"]
        assert json.loads(json.dumps(row)) == row
    assert not home.exists()


def test_it_shows_how_a_file_is_understood(settings: Settings, tmp_path: Path) -> None:
    (row,) = inspect_files([book(tmp_path / "book.vcf", [7], note="Runs")], settings)
    assert (row["full_name"], row["note"], row["position"]) == ("Jane Doe7", "Runs", 1)
    assert row["emails"] == [{"address": "jane7@example.org", "label": None}]
    assert row["phones"][0]["e164"] == "+442079460007"


def test_numbers_without_a_country_are_read_in_the_settings_region(settings: Settings) -> None:
    local = card(1).replace("+44 20 7946", "020 7946")
    for region, expected in ((None, None), ("GB", "+442079460001")):
        told = settings.model_copy(update={"region": region})
        (row,) = inspect_files(["-"], told, stdin=io.BytesIO(local.encode()))
        assert row["phones"][0]["e164"] == expected


def test_rejects_and_skipped_files_come_with_their_reasons(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "book.vcf").write_text(card(1) + "rubbish between two cards\r\n" + card(2), encoding="utf-8")
    (tmp_path / "brochure.pdf").write_bytes(b"%PDF-1.7 " + bytes(50))
    rows = list(inspect_files([tmp_path], settings))
    assert [row["kind"] for row in rows].count("contact") == 2
    (reject,) = [row for row in rows if row["kind"] == "reject"]
    (skipped,) = [row for row in rows if row["kind"] == "skipped"]
    assert set(reject) == {"kind", "file", "position", "line", "reason"}
    assert reject["line"]
    assert "PDF" in skipped["reason"]


def test_a_path_that_isnt_there_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        list(inspect_files([tmp_path / "nowhere"], settings))
