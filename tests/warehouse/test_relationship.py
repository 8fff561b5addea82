"""Whom a relationship is with, its story, and its history by the month."""

from tests.transforms.ledger_frames import interactions, met, participants
from tests.warehouse.happenings import ADA, NOW, ada, ago, crowd, relationships, seen, wrote
from tests.warehouse.relationships import people_of, rows, warehouse


def test_everybody_but_the_owner_is_in_it() -> None:
    assert set(relationships()) == {ADA}


def test_whoever_only_the_ledger_knows_is_in_it() -> None:
    assert set(relationships(met("m", ago(3), "p-stranger"))) == {ADA, "p-stranger"}


def test_each_owner_has_relationships_of_their_own() -> None:
    people = people_of("p-me", ADA, owners=("me", "you"))
    hers = {"interaction_id": "y", "started_on": ago(1), "owner": "you"}
    who = [{"interaction_id": "y", "person_id": ADA, "owner": "you", "is_owner": True, "weight": 0.0}]
    who += [{"interaction_id": "y", "person_id": "p-me", "owner": "you"}]
    mine = met("m", ago(2), ADA)
    with warehouse([mine, (interactions(hers), participants(*who))], people=people) as connection:
        found = rows(connection, f"from relationship_at('{NOW}') order by owner")
    whose = [(row["owner"], row["person_id"], row["last_on"]) for row in found]
    assert whose == [("me", ADA, ago(2)), ("you", "p-me", ago(1))]


def test_before_anything_happened_nothing_is_known_of_it() -> None:
    row = ada(*seen(10), wrote(5), on=ago(400))
    dates = [value for column, value in row.items() if column.endswith("_on") and column != "next_on"]
    assert dates == [None] * len(dates)
    assert (row["interactions"], row["strength_raw"], row["state"]) == (0, 0, "planned")


def test_what_a_person_would_say_of_their_people() -> None:
    brunches = [
        met(f"brunch-{day}", ago(day), "p-bea", "p-bo", "p-banker", series_id="s-brunch", title="Sunday brunch")
        for day in range(8, 730, 14)
    ]
    runs = seen(*range(1095, 1095 + 5 * 365, 7), person="p-runner", series_id="s-run", title="Run")
    all_hands = crowd(*range(3, 730, 30), person="p-colleague")
    party = [met("party", ago(200), *(f"p-guest-{number}" for number in range(4)), title="Party")]
    panel = wrote(10, "p-panel", channel="linkedin_message"), wrote(9, "p-panel", direction="received")
    found = relationships(*brunches, *runs, *all_hands, *party, *panel)
    told = {
        name: (row["state"], row["is_due"], row["usual_gap_days"]) for name, row in found.items() if "guest" not in name
    }
    assert told == {
        ADA: ("no_contact_known", False, 90),
        "p-bea": ("active", False, 15),
        "p-bo": ("active", False, 15),
        "p-banker": ("active", False, 15),
        "p-runner": ("dormant_strong", True, 7),
        "p-colleague": ("no_contact_known", False, 90),
        "p-panel": ("new", False, 90),
    }
    assert {found[f"p-guest-{number}"]["state"] for number in range(4)} == {"cooling"}
    assert found["p-bea"]["why"][0]["what"] == "Sunday brunch"
    closest = sorted(found, key=lambda name: -found[name]["strength_raw"])
    assert set(closest[:3]) == {"p-bea", "p-bo", "p-banker"}
    assert closest[-2:] == ["p-colleague", ADA]
    assert max(found, key=lambda name: found[name]["depth"]) == "p-runner"


def test_history_begins_with_the_first_interaction() -> None:
    with warehouse([*seen(100), *seen(95), *seen(-3)]) as connection:
        found = rows(connection, "from relationship_history where month < '2024-08-01' order by month")
    assert [(row["month"].month, row["interactions"], row["state"]) for row in found] == [
        (3, 2, "new"),
        (4, 0, "new"),
        (5, 0, "new"),
        (6, 0, "cooling"),
        (7, 1, "active"),
    ]
    assert [row["on_day"].day for row in found] == [31, 30, 31, 30, 31]
