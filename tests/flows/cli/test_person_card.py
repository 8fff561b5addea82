import pytest

from flows.cli.person_card import print_card
from warehouse.reading import CARD_TABLES

ORIGIN = {"sources": ["vcard"], "preferred_because": None}
EMPTY: dict[str, list[dict[str, object]]] = {table: [] for table in CARD_TABLES}
HEAD = {"full_name": "Jane Doe", "title": None, "organisation": None, "is_owner": False, "person_id": "p1"}


def shown(capsys: pytest.CaptureFixture[str], **tables: list[dict[str, object]]) -> list[str]:
    """The lines of a card below its head."""
    print_card({**EMPTY, "person": [HEAD], **tables})
    head, blank, *lines = (line.rstrip() for line in capsys.readouterr().out.splitlines())
    assert (head, blank) == ("Jane Doe  p1", "")
    return [" ".join(line.split()) for line in lines]


@pytest.mark.parametrize(
    ("started", "ended", "period"),
    [
        ("2020-01", "2021-02", "2020-01 to 2021-02 · vcard"),
        ("2020-01", None, "since 2020-01 · vcard"),
        (None, "2021-02", "until 2021-02 · vcard"),
        (None, None, "vcard"),
    ],
)
def test_when_somebody_worked_there(
    capsys: pytest.CaptureFixture[str], started: str | None, ended: str | None, period: str
) -> None:
    job = {"title": "Baker", "department": None, "organisation": "Roe Ltd", "started_on": started, "ended_on": ended}
    assert shown(capsys, affiliation=[{**job, **ORIGIN}]) == [f"Work Baker, Roe Ltd {period}"]


def test_why_a_value_is_preferred_is_told_where_there_was_a_choice(capsys: pytest.CaptureFixture[str]) -> None:
    only = {"address": "a@example.org", "label": "home", "sources": ["vcard"], "preferred_because": "the only one"}
    chosen = {**only, "sources": ["vcard", "google_csv"], "preferred_because": "marked"}
    assert shown(capsys, person_email=[only]) == ["E-mail a@example.org home · vcard"]
    assert shown(capsys, person_email=[chosen]) == ["E-mail a@example.org home · google_csv, vcard · preferred: marked"]


def test_names_numbers_addresses_and_notes(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(
        capsys,
        person_name=[{"full_name": "山田", "latin_name": "Yamada", "kind": "main", **ORIGIN}],
        person_phone=[{"number": "+442079460001", "extension": "12", "label": None, **ORIGIN}],
        person_address=[{"formatted": "1 Road\nLondon", "label": "home", **ORIGIN}],
        person_relation=[{"name": "Max", "relation": "spouse", "source": "vcard"}],
        person_note=[{"note": "Runs.", "source": "vcard"}],
        source_record=[{"file": "book.vcf", "position": 3, "source": "vcard"}],
    ) == [
        "Names 山田 (Yamada) main · vcard",
        "Phone +442079460001 ext. 12 vcard",
        "Address 1 Road, London home · vcard",
        "Relations Max spouse · vcard",
        "Notes Runs. vcard",
        "Records book.vcf:3 vcard",
    ]
