from connectors.records import RawContact
from tests.transforms.frames import raw_frame
from transforms.identifiers import contact_identifiers


def identifiers(**extra: list[str]) -> list[tuple[int, str, str | None, str]]:
    names = {name.replace("_", " "): values for name, values in extra.items()}
    raw = raw_frame(RawContact(record_id="r1", file="book.csv", position=1, extra=names))
    frame = contact_identifiers(raw.lazy()).collect()
    return frame.select("ordinal", "kind", "value", "raw").rows()


def test_numbers_of_authorities_and_firms_are_told_apart() -> None:
    found = identifiers(Government_ID_Number=["12 34-56 a"], Kundennummer=["K-0815"])
    assert sorted(found) == [(1, "government", "123456A", "12 34-56 a"), (2, "member", "K0815", "K-0815")]


def test_a_number_that_is_too_short_keeps_its_raw_form() -> None:
    assert identifiers(Customer_ID=["7"]) == [(1, "member", None, "7")]


def test_other_properties_are_none() -> None:
    assert identifiers(Hobby=["Choir 1234"]) == []
