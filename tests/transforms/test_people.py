"""The values of people: written differently and still one, and the one that a person would choose."""

from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configs.settings import Settings, Survivorship
from connectors.records import Address, Date, Email, Name, Organisation, Phone, Url
from tests.transforms.books import Record, frames, record

EMAIL = "ada@example.org"
UID = "4f6e0b05-1c2d-4e3f-8a9b-00c0ffee0005"
SOURCES = ("google_csv", "vcard", "outlook_csv", "yahoo_csv", "thunderbird_csv")


def one_person(*each: dict[str, Any], name: str | None = "Ada Brandt", **options: Any) -> dict[str, pl.DataFrame]:  # noqa: ANN401
    """The frames of one person with a record from another source for each set of fields."""
    records = [
        record(f"r{number}", fields.pop("name", name), source=fields.pop("source", SOURCES[number]), **(
            {"email": EMAIL} | fields))
        for number, fields in enumerate(map(dict, each))
    ]  # fmt: skip
    found = frames(*records, **options)
    assert found["person"].height == 1
    return found


def said(frame: pl.DataFrame, column: str, **kind: str) -> list[str]:
    """A column's values, the preferred one first."""
    chosen = frame.filter(pl.col(name) == value for name, value in kind.items()) if kind else frame
    return chosen.sort("is_preferred", descending=True)[column].to_list()


# Names


def test_a_salutation_is_no_part_of_a_name() -> None:
    names = one_person({"name": "Herr Jonas Weber"}, {"name": "Jonas Weber"}, {"name": "Frau Dr. Jonas Weber"})[
        "person_name"
    ]
    assert said(names, "full_name") == ["Jonas Weber", "Dr. Jonas Weber"]
    (first, _) = names.sort("is_preferred", descending=True).to_dicts()
    assert [origin["raw"] for origin in first["provenance"]] == ["Herr Jonas Weber", "Jonas Weber"]
    assert (first["prefix"], first["preferred_because"]) == (None, "given by 2 sources")


def test_a_family_name_alone_keeps_its_salutation() -> None:
    names = one_person({"name": Name(full="Frau Brandt", prefix="Frau", family="Brandt")})["person_name"]
    assert names.select("full_name", "prefix").rows() == [("Frau Brandt", "Frau")]


@pytest.mark.parametrize("less", ["A. Brandt", "Ada", "A. B."])
def test_a_name_written_out_beats_more_sources_with_less(less: str) -> None:
    names = one_person({"name": less}, {"name": less}, {"name": "Ada Brandt"})["person_name"]
    assert said(names, "full_name") == ["Ada Brandt", less]
    assert names.filter("is_preferred")["preferred_because"].item() == "the fullest form"


def test_settings_change_the_winner() -> None:
    book = ({"name": "A. Brandt"}, {"name": "A. Brandt"}, {"name": "Ada Brandt"})
    by_sources = Settings(survivorship=Survivorship(name=("sources",)))
    assert said(one_person(*book, settings=by_sources)["person_name"], "full_name")[0] == "A. Brandt"
    emails = ({"email": (EMAIL, "b@example.org")}, {"email": (EMAIL, "a@example.org")})
    ranked = Settings(survivorship=Survivorship(email=("rank",), source_rank=("vcard",)))
    assert said(one_person(*emails, settings=ranked)["person_email"], "address")[0] == EMAIL


# E-mail


def test_an_address_of_ones_own_beats_a_role_and_what_is_no_address() -> None:
    emails = one_person({"emails": (Email("info@example.org", is_preferred=True), Email("ada@"), Email(EMAIL))})[
        "person_email"
    ]
    assert said(emails, "address")[0] == EMAIL
    assert emails.filter("is_preferred")["preferred_because"].item() == "the only one that is theirs alone"
    assert dict(emails.select("address", "is_valid").iter_rows()) == {
        EMAIL: True,
        "info@example.org": True,
        "ada@": False,
    }


# Phones


def test_a_number_without_its_country_is_the_one_that_ends_in_it() -> None:
    found = one_person({"phone": "+44 20 7946 0018"}, {"phone": "020 7946 0018"}, {"phone": ("0018", "020 7946 0019")})[
        "person_phone"
    ]
    numbers = dict(found.select("number", "sources").iter_rows())
    assert numbers == {"+442079460018": 2, "0018": 1, "020 7946 0019": 1}
    (whole,) = found.filter(number="+442079460018").to_dicts()
    assert [origin["raw"] for origin in whole["provenance"]] == ["+44 20 7946 0018", "020 7946 0018"]


def test_a_number_that_may_be_either_stays_as_written() -> None:
    two = ("+44 20 7946 0018", "+49 20 7946 0018")
    found = one_person({"phone": two}, {"phone": "20 7946 0018"})["person_phone"]
    assert set(found["number"]) == {"+442079460018", "+492079460018", "20 7946 0018"}


def test_a_number_to_call_beats_a_fax() -> None:
    found = one_person(
        {"phones": (Phone("+44 20 7946 0011", "work fax", is_preferred=True), Phone("+44 20 7946 0018", "home"))}
    )["person_phone"]
    assert said(found, "number")[0] == "+442079460018"
    assert found.filter("is_preferred")["preferred_because"].item() == "a number to call"


# Web


def test_a_page_is_one_with_and_without_https_and_a_profile_by_its_handle() -> None:
    urls = one_person(
        {"url": ("http://www.linkedin.com/in/ada-1/", "http://ada.example.org/")},
        {"url": ("https://www.linkedin.com/in/ada-1", "https://www.ada.example.org", "https://github.com/Ada")},
        {"urls": (Url("github.com/ada"), Url("skype:ada", kind="im"))},
    )["person_url"]
    assert sorted(urls.select("kind", "url", "sources").iter_rows()) == [
        ("im", "skype:ada", 1),
        ("social", "https://github.com/Ada", 2),
        ("social", "https://www.linkedin.com/in/ada-1", 2),
        ("web", "https://www.ada.example.org", 2),
    ]


# Addresses

HOME = {"street": "18 rue des Tilleuls", "city": "Lyon", "postal_code": "69001"}


def test_an_address_is_one_however_its_country_and_its_order_are_written() -> None:
    found = one_person(
        {"addresses": (Address(**HOME, country="FR", label="home"),)},
        {"addresses": (Address(**HOME, country="France"),)},
        {"addresses": (Address(**HOME, country="Frankreich"),)},
        {"addresses": (Address(**HOME),)},
        {"addresses": (Address(formatted="18, Rue des Tilleuls\nLyon 69001\nFrance"),)},
    )["person_address"]
    (row,) = found.to_dicts()
    assert row["sources"] == 5
    assert (row["country_code"], row["label"]) == ("FR", "home")
    assert row["formatted"] == "18 rue des Tilleuls, 69001 Lyon, Frankreich"


def test_a_town_is_that_of_the_only_address_there() -> None:
    street, town = Address(**HOME, country="FR"), Address(city="Lyon", country="France")
    (row,) = one_person({"addresses": (town,)}, {"addresses": (street,)})["person_address"].to_dicts()
    assert (row["street"], row["sources"]) == (HOME["street"], 2)
    second = Address(**(HOME | {"street": "2 place Bellecour"}), country="FR")
    found = one_person({"addresses": (street, second)}, {"addresses": (town,)})["person_address"]
    assert found.height == 3
    elsewhere = Address(city="Lyon", country="US")
    assert one_person({"addresses": (street,)}, {"addresses": (elsewhere,)})["person_address"].height == 2


def test_towns_of_one_name_are_told_apart_by_region() -> None:
    street = {"street": "1 High Street", "city": "Springfield", "country": "US"}
    apart = one_person({"addresses": (Address(**street, region="IL"), Address(**street, region="MA"))})
    assert apart["person_address"].height == 2


def test_a_full_address_beats_more_sources_with_a_town() -> None:
    town = {"addresses": (Address(city="Paris", country="FR"),)}
    found = one_person(town, town, {"addresses": (Address(**HOME, country="FR"),)})
    assert said(found["person_address"], "city") == ["Lyon", "Paris"]
    assert found["person"]["city"].item() == "Lyon"


# Dates


def test_a_birthday_without_its_year_is_the_one_with_it() -> None:
    found = one_person(
        {"dates": (Date("1984-03-05", "birthday"),)},
        {"dates": (Date("--03-05", "birthday"), Date("--06-20", "anniversary"))},
    )
    assert found["person_date"].select("kind", "iso", "sources").rows() == [
        ("anniversary", "--06-20", 1),
        ("birthday", "1984-03-05", 2),
    ]
    assert found["person"]["birthday"].item() == "1984-03-05"


def test_a_birthday_that_may_be_of_two_years_stays_as_it_is() -> None:
    found = one_person(
        {"dates": (Date("1984-03-05", "birthday"),)},
        {"dates": (Date("1985-03-05", "birthday"),)},
        {"dates": (Date("--03-05", "birthday"),)},
        {"dates": (Date("soon", "birthday"),)},
    )
    assert sorted(found["person_date"]["iso"]) == ["--03-05", "1984-03-05", "1985-03-05", "soon"]


# Work


def test_an_employer_without_the_title_is_the_only_one_with_it() -> None:
    found = one_person(
        {"job": ("Lumenwerk GmbH", "Head of Product")},
        {"job": ("LUMENWERK", None)},
        {"job": (None, "head of product")},
    )["affiliation"]
    (row,) = found.to_dicts()
    assert (row["organisation"], row["title"], row["sources"]) == ("Lumenwerk GmbH", "Head of Product", 3)
    assert len(row["provenance"]) == 3


def test_an_employer_with_two_titles_keeps_a_row_without() -> None:
    found = one_person(
        {"job": ("Lumenwerk", "Engineer")}, {"job": ("Lumenwerk", "Head of Product")}, {"job": ("Lumenwerk", None)}
    )["affiliation"]
    assert set(found["title"]) == {"Engineer", "Head of Product", None}


def test_linkedin_says_what_somebody_does_now() -> None:
    profile = "https://www.linkedin.com/in/zoe-1"
    changed = {"job": ("Kestrel", "Designer"), "url": profile, "updated": "2026-01-01T00:00:00Z"}
    found = one_person(
        changed, changed, {"source": "linkedin", "job": ("Brightfen AB", "UX Researcher"), "url": profile}
    )
    assert said(found["affiliation"], "organisation") == ["Brightfen AB", "Kestrel"]
    assert found["affiliation"].filter("is_preferred")["preferred_because"].item() == (
        "from linkedin, which ranks first"
    )
    assert found["person"].select("organisation", "title").row(0) == ("Brightfen AB", "UX Researcher")


def test_among_equals_the_card_that_was_changed_last_says_it() -> None:
    found = one_person(
        {"source": "vcard", "job": ("Kestrel", "Designer"), "updated": "2019-01-01T00:00:00Z"},
        {"source": "outlook_csv", "job": ("Brightfen", "Researcher"), "updated": "2024-01-01T00:00:00Z"},
    )["affiliation"]
    assert said(found, "organisation")[0] == "Brightfen"
    assert found.filter("is_preferred")["preferred_because"].item() == "changed last"


def test_a_job_that_is_over_is_not_preferred_even_if_one_card_does_not_know() -> None:
    over = Organisation("Kestrel", title="Designer", ended="2020-05", is_preferred=True)
    found = one_person(
        {"organisations": (over,)}, {"job": ("Kestrel", "Designer")}, {"job": ("Brightfen", "Researcher")}
    )["affiliation"]
    assert said(found, "organisation") == ["Brightfen", "Kestrel"]
    assert found.filter("is_preferred")["preferred_because"].item() == "the only one that isn't over"


# A law: nothing is lost

names = st.sampled_from(("Ada Brandt", "Frau Dr. Ada Brandt", "A. Brandt", "Brandt, Ada", "Ada"))
phones = st.sampled_from(("+44 20 7946 0018", "020 7946 0018", "20 7946 0018", "0018", "+49 30 23125 101", "none"))
addresses = st.builds(
    Address,
    formatted=st.sampled_from((None, "Kastanienweg 7, Berlin, Germany")),
    street=st.sampled_from((None, "Kastanienweg 7")),
    city=st.sampled_from(("Berlin", "Bonn")),
    country=st.sampled_from((None, "DE", "Deutschland", "nowhere")),
)
jobs = st.builds(
    Organisation,
    name=st.sampled_from((None, "Lumenwerk", "Lumenwerk GmbH")),
    title=st.sampled_from(("Engineer", "engineer", "Head")),
    ended=st.sampled_from((None, "2020")),
)
urls = st.builds(
    Url,
    st.sampled_from(
        ("http://ada.example.org", "https://ada.example.org/", "linkedin.com/in/ada", "github.com/ada", "@ada")
    ),
    kind=st.sampled_from(("web", "social", "im")),
)
dates = st.builds(Date, st.sampled_from(("1984-03-05", "--03-05", "1985-03-05", "soon")), st.just("birthday"))
fields = st.fixed_dictionaries(
    {
        "name": names,
        "phones": st.lists(st.builds(Phone, phones), max_size=2).map(tuple),
        "addresses": st.lists(addresses, max_size=2).map(tuple),
        "organisations": st.lists(jobs, max_size=2).map(tuple),
        "urls": st.lists(urls, max_size=2).map(tuple),
        "dates": st.lists(dates, max_size=2).map(tuple),
    }
)


@settings(max_examples=10)
@given(st.lists(fields, min_size=1, max_size=3))
def test_every_raw_value_stands_in_one_values_provenance(book: list[dict[str, Any]]) -> None:
    records: list[Record] = [
        record(f"r{number}", each["name"], source=SOURCES[number], given_id=UID, email=EMAIL)
        for number, each in enumerate(book)
    ]
    records = [
        one._replace(contact=one.contact._replace(**{key: rows for key, rows in each.items() if key != "name"}))
        for one, each in zip(records, book, strict=True)
    ]
    found = frames(*records)
    for table, key in (
        ("person_name", None),
        ("person_phone", "phones"),
        ("person_address", "addresses"),
        ("affiliation", "organisations"),
        ("person_url", "urls"),
        ("person_date", "dates"),
    ):
        kept = [(origin["source"], origin["raw"]) for origins in found[table]["provenance"] for origin in origins]
        assert Counter(source for source, _ in kept) == Counter(
            {SOURCES[number]: 1 if key is None else len(each[key]) for number, each in enumerate(book)}
        ), table
        if key == "phones":
            assert Counter(raw for _, raw in kept) == Counter(each_.number for each in book for each_ in each[key])
        assert (
            found[table].filter("is_preferred").height
            == found[table].select("person_id", *(["kind"] if "kind" in found[table].columns else [])).unique().height
        )
