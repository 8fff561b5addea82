"""A year of an invented engineer: the warehouse says of each friend and colleague what a person would say.

A panel in March and a LinkedIn connection two days later; Sunday brunch with three friends every other week, one of
whom works in a bank; a party at which four people turned out to run marathons; a colleague who is met in an all-hands
of 200 only; a friend who wasn't seen for three years after five years of weekly runs.
"""

# ruff: noqa: S608 - the queries are this file's own

from pathlib import Path
from typing import Any, Final

import pytest

from configs.settings import load_settings
from flows.importing import import_files
from tests.flows.looking import warehouse

STORY: Final = Path(__file__).parent.parent / "samples" / "story"

AS_OF: Final = "2026-06-15"
"""The day on which it is told: eight days after the last brunch."""

BRUNCH: Final = ["Ben Okafor", "Camille Laurent", "Hana Mori"]
RUNNERS: Final = ["Felix Stein", "Nina Larsen", "Olga Petrova", "Tomás Herrera"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story in a warehouse."""
    home = tmp_path_factory.mktemp("story") / "kith"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KITH_HOME", str(home))
        environment.setenv("KITH_TIME_ZONE", "Europe/Berlin")
        import_files([STORY], load_settings())
    return home


def people(home: Path, columns: str, where: str = "true", as_of: str = AS_OF) -> list[tuple[Any, ...]]:
    """What `relationship_at` says, in the order of names."""
    sql = f"select {columns} from relationship_at('{as_of}') where {where} order by full_name"
    return warehouse(home, sql)


def contexts(home: Path, name: str) -> set[tuple[str, str]]:
    """How somebody is known, and from what sphere."""
    return set(
        warehouse(
            home,
            "select context, sphere from context inner join person using (person_id) "
            f"where full_name = '{name}' and kind <> 'linkedin'",
        )
    )


def test_everybody_is_known_once_and_nobody_of_the_crowd_is(told: Path) -> None:
    assert warehouse(told, "select full_name from person where not is_owner order by 1") == [
        (name,) for name in sorted([*BRUNCH, *RUNNERS, "Priya Raman", "Toby Whitfield", "Victor Brandão"])
    ]
    assert warehouse(told, "select full_name from person where is_owner") == [("Ada Brandt",)]
    assert warehouse(told, "select count(*), any_value(reason) from unmatched_address") == [(198, "large_groups")]


def test_the_panel_and_the_connection_two_days_later(told: Path) -> None:
    (priya,) = warehouse(
        told,
        "select text, confidence, kind from how_we_met inner join person using (person_id) "
        "where full_name = 'Priya Raman'",
    )
    assert priya[0] == "probably met at *Women in Tech panel*, connected on LinkedIn two days later"
    assert priya[2] == "event_before_connection"
    assert 0.5 < priya[1] < 0.9
    assert people(told, "state", "full_name = 'Priya Raman'", "2026-03-20") == [("new",)]


def test_sunday_brunch(told: Path) -> None:
    for name in BRUNCH:
        assert ("Brunch", "personal") in contexts(told, name)
    close = people(told, "full_name, state, last_contact_on::varchar, usual_gap_days", f"full_name in {tuple(BRUNCH)}")
    assert [row[:3] for row in close] == [(name, "active", "2026-06-07") for name in BRUNCH]
    assert {row[3] for row in close} <= {14, 15}
    strongest = warehouse(told, f"select full_name from relationship_at('{AS_OF}') order by strength desc limit 3")
    assert sorted(name for (name,) in strongest) == BRUNCH
    assert people(told, "next_on::varchar, next_title", "full_name = 'Ben Okafor'") == [("2026-06-21", "Sunday brunch")]


def test_one_of_them_works_in_a_bank(told: Path) -> None:
    assert warehouse(told, "select organisation, title from person where full_name = 'Hana Mori'") == [
        ("Harbour Bank", "Credit analyst")
    ]


def test_the_party_where_four_turned_out_to_run_marathons(told: Path) -> None:
    for name in RUNNERS:
        assert ("Marathon", "personal") in contexts(told, name)
    met = warehouse(
        told,
        "select full_name, how_we_met.title, met_on::varchar from how_we_met inner join person using (person_id) "
        f"where full_name in {tuple(RUNNERS)} order by full_name",
    )
    assert met == [(name, "Nina's birthday party", "2025-09-13") for name in RUNNERS]
    together = warehouse(
        told,
        "select list(full_name order by full_name) from circle_member inner join person using (person_id) "
        "group by circle_id",
    )
    assert (RUNNERS,) in together


def test_the_all_hands_colleague_is_not_close(told: Path) -> None:
    (victor,) = people(told, "state, last_contact_on, strength, is_due, meetings", "full_name = 'Victor Brandão'")
    assert victor[0] == "no_contact_known"
    assert victor[1] is None
    assert not victor[3]
    weaker = warehouse(
        told,
        f"select count(*) from relationship_at('{AS_OF}') where strength_raw < (select strength_raw "
        f"from relationship_at('{AS_OF}') where full_name = 'Victor Brandão')",
    )
    assert weaker == [(0,)]


def test_the_friend_who_was_not_seen_for_three_years(told: Path) -> None:
    (toby,) = people(
        told,
        "state, last_contact_on::varchar, usual_gap_days, depth, is_due, interactions",
        "full_name = 'Toby Whitfield'",
    )
    assert toby == ("dormant_strong", "2023-06-13", 7, 100.0, True, 263)
    assert contexts(told, "Toby Whitfield") == {("Running", "personal")}
    assert people(told, "state", "full_name = 'Toby Whitfield'", "2023-06-20") == [("active",)]


def test_who_is_due(told: Path) -> None:
    assert people(told, "full_name", "is_due") == [("Toby Whitfield",)]


def test_every_why_adds_up(told: Path) -> None:
    sums = warehouse(
        told,
        "select full_name, strength_raw, list_sum(list_transform(why, lambda row: row.points)) "
        f"from relationship_at('{AS_OF}')",
    )
    assert sums
    for _, strength, points in sums:
        assert strength == pytest.approx(points or 0)


def test_what_is_planned_moves_nothing(told: Path) -> None:
    """The brunches to come are in the ledger already, and recency knows only those that were."""
    assert warehouse(told, "select max(started_on) > current_date from interaction") == [(True,)]
    for day in ("2024-03-10", "2025-01-01", AS_OF):
        assert people(told, "full_name", f"last_on > '{day}' or last_contact_on > '{day}'", day) == []
