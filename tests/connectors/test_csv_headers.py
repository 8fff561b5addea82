import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.words import word_list
from connectors.csv_headers import Slot, fold, is_honorific, slot_of, slots_of


@pytest.mark.parametrize(
    ("column", "slot"),
    [
        ("E-Mail-Adresse", Slot("email")),
        ("E-Mail 2: Adresse", Slot("email", None, 2)),
        ("e-mail 0", Slot("email")),
        ("Telefon geschäftlich", Slot("phone", "work")),
        ("Phone (work)", Slot("phone", "work")),
        ("workphone", Slot("phone", "work")),
        ("Numéro de téléphone", Slot("phone")),
        ("Tél. portable", Slot("mobile")),
        ("Handy privat", Slot("mobile", "home")),
        ("Primary E-mail", Slot("email", "main")),
        ("Correo electrónico", Slot("email")),
        ("Data di nascita", Slot("birthday")),
        ("Land/Region geschäftlich", Slot("country", "work")),
        ("PLZ", Slot("postal_code")),
        ("CAP", Slot("postal_code")),
        ("LinkedIn URL", Slot("social", None, 1, "linkedin")),
        ("Skype", Slot("im", None, 1, "skype")),
        ("Business Name", Slot("organisation")),
        ("Private Name", None),
        ("Amount", None),
        ("No.", None),
        ("Home", None),
        ("", None),
    ],
)
def test_slot_of(column: str, slot: Slot | None) -> None:
    assert slot_of(column) == slot


def fields(*columns: str) -> list[tuple[str, str | None, int]]:
    return [(slot.field, slot.label, slot.number) for slot in slots_of(columns).values()]


def test_a_name_is_what_the_other_columns_leave() -> None:
    assert fields("Name", "Vorname")[0][0] == "family"
    assert fields("Nombre", "Apellidos")[0][0] == "given"
    assert fields("Name", "E-Mail")[0][0] == "name"
    assert fields("Name", "First Name", "Last Name")[0][0] == "name"


def test_a_title_is_a_jobs_unless_another_column_is() -> None:
    assert fields("Name", "Title")[1][0] == "title_or_prefix"
    assert fields("Name", "Title", "Job Title")[1][0] == "prefix"


def test_is_honorific() -> None:
    assert is_honorific("Prof. Dr.")
    assert is_honorific("Ms")
    assert not is_honorific("Head of Product")
    assert not is_honorific(" - ")


def test_an_address_is_a_street_where_the_city_stands_apart() -> None:
    assert fields("Address", "City") == [("street", None, 1), ("city", None, 1)]
    assert fields("Address 1", "Address 2", "Zip")[:2] == [("street", None, 1), ("street", None, 1)]
    assert fields("Address", "Phone")[0] == ("address", None, 1)
    assert fields("Address 1", "Address 2") == [("address", None, 1), ("address", None, 2)]
    assert fields("Home Address", "Work Address", "Work City")[:2] == [("address", "home", 1), ("street", "work", 1)]


def test_synonyms_are_written_folded_and_mean_one_thing() -> None:
    words = word_list("csv_headers")
    groups = [*words["fields"].values(), *words["social"].values(), *words["im"].values()]
    names = [name for group in groups for name in group]
    assert [name for name in names if "".join(fold(name)) != name] == []
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@given(st.text(max_size=30))
def test_any_name_of_a_column_is_answered(column: str) -> None:
    slot_of(column)
