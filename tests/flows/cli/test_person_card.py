import pytest

from flows.cli.person_card import print_card
from warehouse.reading import CARD_TABLES

ORIGIN = {"sources": ["vcard"], "preferred_because": None}
EMPTY: dict[str, list[dict[str, object]]] = {table: [] for table in CARD_TABLES}
ACQUAINTANCE = ("relationship", "how_we_met", "timeline", "channel", "tie", "circle")
HEAD = {"full_name": "Jane Doe", "title": None, "organisation": None, "is_owner": False, "person_id": "p1"}


def shown(capsys: pytest.CaptureFixture[str], **tables: list[dict[str, object]]) -> list[str]:
    """The lines of a card below its head."""
    told = {table: tables.pop(table, []) for table in ACQUAINTANCE}
    print_card({**EMPTY, "person": [HEAD], **tables}, told)
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
    only: dict[str, object] = {
        "address": "a@example.org",
        "label": "home",
        "sources": ["vcard"],
        "preferred_because": "the only one",
    }
    chosen: dict[str, object] = {**only, "sources": ["vcard", "google_csv"], "preferred_because": "marked"}
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


RELATED = {
    "state": "active",
    "state_since": "2026-03-01",
    "state_reason": "the figures",
    "last_met_on": "2026-11-22",
    "last_title": "Sunday [brunch]",
    "last_contact_on": "2026-11-22",
    "usual_gap_days": 14,
    "interactions": 3,
    "next_on": None,
    "next_title": None,
    "reconnect_on": None,
    "is_due": False,
    "strength": 93.6,
    "strength_raw": 2.0,
    "why": [],
}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Active since 2026-03-01, last met 2026-11-22 (Sunday [brunch]), usually every 14 days."),
        (
            {"next_on": "2026-12-06", "next_title": "Dinner", "usual_gap_days": 1},
            (
                "Active since 2026-03-01, last met 2026-11-22 (Sunday [brunch]), usually every 1 day, "
                "next planned 2026-12-06 (Dinner)."
            ),
        ),
        (
            {"state": "dormant_strong", "last_contact_on": "2026-11-23", "reconnect_on": "2026-11-24", "is_due": True},
            (
                "Dormant, once close since 2026-03-01, last contact 2026-11-23, "
                "last met 2026-11-22 (Sunday [brunch]), usually every 14 days, time to write since 2026-11-24."
            ),
        ),
        (
            {"state": "cooling", "last_met_on": None, "last_title": None, "reconnect_on": "2026-12-24"},
            "Cooling since 2026-03-01, last contact 2026-11-22, usually every 14 days, to be in touch by 2026-12-24.",
        ),
        ({"interactions": 2}, "Active since 2026-03-01, last met 2026-11-22 (Sunday [brunch])."),
        ({"state": "one_sided"}, "One-sided: the figures."),
        ({"state": "no_contact_known"}, "No contact known: the figures."),
        ({"state": "planned"}, "Not met yet: the figures."),
    ],
)
def test_the_state_in_a_sentence(capsys: pytest.CaptureFixture[str], changed: dict[str, object], sentence: str) -> None:
    told = " ".join(shown(capsys, relationship=[{**RELATED, "strength_raw": 0.0, **changed}]))
    assert told.strip() == sentence


def test_how_you_met_how_close_you_are_and_whom_they_know(capsys: pytest.CaptureFixture[str]) -> None:
    why = [
        {"points": 1.5, "what": "Sunday brunch", "interactions": 13},
        {"points": 0.3, "what": "mail to them", "interactions": 4},
        {"points": 0.1, "what": "climbing", "interactions": 1},
        {"points": 0.095, "what": "lunch", "interactions": 1},
        {"points": 0.005, "what": "tea", "interactions": 1},
    ]
    _, _, *lines = shown(
        capsys,
        relationship=[{**RELATED, "why": why}],
        how_we_met=[{"text": "probably met at *Panel*", "confidence": 0.6}],
        tie=[{"full_name": f"Max {n}", "shared": ["a walk"] if n else [], "kinds": ["household"]} for n in range(9)],
        circle=[{"name": "Brunch", "people": 1}],
    )
    told = " ".join(lines)
    assert "Met Probably met at *Panel* 60% sure" in told
    assert "Closeness 94 of 100, where 100 is" in told
    for part in ("Sunday brunch ×13 (75%), mail to", "them ×4 (15%), climbing ×1 (5%) and 1"):
        assert part in told
    assert "tea" not in told
    assert "Knows Max 0 household Max 1 a walk" in told
    assert "Max 7 a walk and 1 other Circles Brunch (1 person)" in told


@pytest.mark.parametrize(
    ("sent", "received", "told"),
    [
        (6, 0, "Contact you wrote 6 times, no answer known mail to them ×6 (100%)"),
        (0, 1, "Contact they wrote once, no answer known mail to them ×6 (100%)"),
    ],
)
def test_who_never_answers_is_not_called_close(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sent: int, received: int, told: str
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    why = [{"points": 2.0, "what": "mail to them", "interactions": 6}]
    row = {**RELATED, "state": "one_sided", "strength": 100.0, "why": why, "sent": sent, "received": received}
    assert shown(capsys, relationship=[row])[-1] == told


def happened(day: int, channel: str = "meeting", title: str | None = "Brunch", number: int = 1) -> dict[str, object]:
    size = 4 if channel == "meeting" else None
    row = {"started_on": f"2026-11-{day:02}", "channel": channel, "title": title, "interactions": number}
    return {**row, "direction": "mutual", "group_size": size}


def test_the_timeline_with_how_many_of_each_kind_where_it_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    short = [happened(22), happened(20, "email", None, 3)]
    assert shown(capsys, timeline=short, channel=short) == [
        "Timeline 2026-11-22 Brunch meeting, 4 people",
        "2026-11-20 3 mails both ways",
    ]
    long = [happened(day) for day in range(20, 9, -1)]
    *lines, last = shown(capsys, timeline=long, channel=[happened(1, number=11), happened(1, "email", None, 3)])
    assert [line.split()[-5] for line in lines] == [f"2026-11-{day}" for day in range(20, 12, -1)]
    assert last == "14 in all: 11 meetings, 3 mails both ways"
    *_, last = shown(capsys, timeline=long, channel=[happened(1, number=11)])
    assert last == "11 meetings in all"
