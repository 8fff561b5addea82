"""What cards say of how people are known without saying so."""

import polars as pl
import pytest

from tests.transforms.acquaintance.grounds import Someone, acquaintance, contexts
from tests.transforms.ledger_frames import ME, met, participants


def me(**more: object) -> Someone:
    return Someone(ME, "Cleo Marsh", **more)  # type: ignore[arg-type] # as Someone takes it


def test_whoever_is_where_the_owner_is_is_a_colleague() -> None:
    people = [me(jobs=(("Northwind",),)), Someone("ada", jobs=(("Northwind",),)), Someone("ben", jobs=(("Acme",),))]
    rows = acquaintance(people)["context"].drop("weight").to_dicts()
    assert [(row["person_id"], row["context"], row["kind"], row["sphere"]) for row in rows] == [
        ("ada", "Colleague at Northwind", "organisation", "professional")
    ]
    assert rows[0]["evidence"] == [{"source": "vcard", "record_id": "ada", "raw": "Northwind"}]


@pytest.mark.parametrize(
    ("mine", "theirs", "context"),
    [
        ((), ("2019-01-01", "2022-01-01"), "Former colleague at Northwind"),
        (("2015-01-01", "2019-06-01"), ("2019-01-01",), "Former colleague at Northwind"),
        (("2015-01-01", "2018-01-01"), ("2019-01-01",), None),
        (("2023-01-01",), ("2019-01-01", "2022-01-01"), None),
        (("2015-01-01",), ("2019-01-01", "2099-01-01"), "Colleague at Northwind"),
    ],
)
def test_they_need_to_have_been_there_at_the_same_time(
    mine: tuple[str, ...], theirs: tuple[str, ...], context: str | None
) -> None:
    found = contexts([me(jobs=(("Northwind", *mine),)), Someone("ada", jobs=(("Northwind", *theirs),))])
    assert found == ({"ada": [(context, "organisation")]} if context else {})


@pytest.mark.parametrize("school", ["University of Example", "Goetheschule", "Liceo Esempio"])
def test_of_the_same_school_is_no_colleague(school: str) -> None:
    rows = acquaintance([me(jobs=((school,),)), Someone("ada", jobs=((school,),))])["context"]
    assert rows.select("context", "sphere").rows() == [(school, None)]


def test_an_address_at_the_owners_domain_makes_a_colleague() -> None:
    people = [
        me(emails=("cleo@northwind.example.com", "cleo@gmail.com", "cleo@example.org")),
        Someone("ada", emails=("ada@northwind.example.com",), jobs=(("Northwind Ltd",),)),
        Someone("ben", emails=("ben@gmail.com",)),
        Someone("dan", emails=("dan@example.org",)),
        Someone("eva", emails=("eva@mail.northwind.example.com",)),
    ]
    assert contexts(people) == {
        "ada": [("Colleague at Northwind Ltd", "domain")],
        "eva": [("Colleague at Northwind Ltd", "domain")],
    }
    assert contexts([people[0], people[4]]) == {"eva": [("Colleague at mail.northwind.example.com", "domain")]}


@pytest.mark.parametrize("domain", ["uni.example", "northwind.edu", "northwind.ac.uk"])
def test_an_address_at_a_universitys_domain_makes_no_colleague(domain: str) -> None:
    rows = acquaintance([me(emails=(f"cleo@{domain}",)), Someone("ada", emails=(f"ada@{domain}",))])["context"]
    assert rows.select("context", "sphere").rows() == [(domain, None)]


def test_a_familys_own_domain_is_no_firms() -> None:
    assert contexts([me(emails=("cleo@marsh.example",)), Someone("ada", emails=("ada@marsh.example",))]) == {}


def test_an_address_of_a_former_job_makes_no_present_colleague() -> None:
    people = [
        me(emails=("cleo@northwind.example.com",), jobs=(("Northwind", "2015-01-01", "2020-01-01"),)),
        Someone("ada", emails=("ada@northwind.example.com",), jobs=(("Northwind", "2014-01-01"),)),
    ]
    assert contexts(people) == {
        "ada": [("Former colleague at Northwind", "domain"), ("Former colleague at Northwind", "organisation")]
    }


def test_names_of_what_is_inferred_are_in_the_owners_language() -> None:
    people = [me(jobs=(("Northwind",),)), Someone("ada", jobs=(("Northwind",),), labels=("Chorprobe",))]
    assert ("Arbeit, Northwind", "organisation") in contexts(people)["ada"]


def test_linkedin_says_since_when_and_how_often() -> None:
    people = [Someone("ada", connected="2024-03-05")]
    invitation = met("i", "2024-03-04", "ada", channel="linkedin_invitation", direction="sent")
    message = met("m", "2025-01-01", "ada", channel="linkedin_message", direction="sent")
    between = met("o", "2025-02-01", "ada", channel="linkedin_message", direction="observed")
    rows = acquaintance(people, invitation, message, between)["context"].to_dicts()
    assert [(row["context"], row["kind"], row["interactions"]) for row in rows] == [("LinkedIn", "linkedin", 2)]
    assert [str(rows[0][day]) for day in ("first_on", "last_on")] == ["2024-03-04", "2025-01-01"]
    assert rows[0]["evidence"] == [{"source": "vcard", "record_id": "ada", "raw": "2024-03-05"}]


def test_whoever_only_wrote_on_linkedin_is_known_from_there() -> None:
    message = met("m", "2025-01-01", "ada", channel="linkedin_message", direction="received")
    rows = acquaintance([Someone("ada")], message)["context"].to_dicts()
    assert rows[0]["evidence"] == [{"source": "interaction", "record_id": "m", "raw": "linkedin_message"}]


def test_the_owners_relatives_are_by_either_card() -> None:
    people = [
        me(relations=(("sister", "Ada Marsh"),)),
        Someone("ada", "Ada Marsh"),
        Someone("ben", "Ben Marsh", relations=(("child", "Cleo Marsh"),)),
        Someone("dan", "Dan Reed", relations=(("manager", "Cleo Marsh"),)),
        Someone("eva", "Eva Reed", relations=(("unheard of", "Cleo Marsh"),)),
    ]
    rows = acquaintance(people)["context"].select("person_id", "context", "kind", "sphere").rows()
    assert rows == [
        ("ada", "Sister", "relation", "personal"),
        ("ben", "Parent", "relation", "personal"),
        ("dan", "Report", "relation", "professional"),
    ]


def test_a_relative_and_a_label_of_one_word_are_one_context() -> None:
    people = [me(relations=(("friend", "Ada Reed"),)), Someone("ada", "Ada Reed", labels=("Friends",))]
    assert contexts(people) == {"ada": [("Friends", "relation"), ("Friends", "label")]}


def test_a_name_that_two_people_have_means_neither() -> None:
    people = [me(relations=(("sister", "Ada Marsh"),)), Someone("ada", "Ada Marsh"), Someone("eva", "Ada Marsh")]
    assert contexts(people) == {}


def test_whoever_was_referred_is_known_through_somebody() -> None:
    people = [Someone("ada", "Ada Brandt", relations=(("referred_by", "Ben Okafor"),)), Someone("ben", "Ben Okafor")]
    assert contexts(people) == {"ada": [("Referred by Ben Okafor", "relation")]}


def test_who_the_owner_is_is_told_by_the_settings_too() -> None:
    people = [Someone("p-you", "You", jobs=(("Northwind",),)), Someone("ada", jobs=(("Northwind",),))]
    meeting, those = met("a", "2026-01-01", "ada", title="Lunch")
    mine = participants({"interaction_id": "a", "person_id": "p-you", "is_owner": True, "weight": 0.0})
    found = contexts(people, (meeting, pl.concat([those.filter(~pl.col("is_owner")), mine])))
    assert found["ada"] == [("Lunch", "event"), ("Colleague at Northwind", "organisation")]
