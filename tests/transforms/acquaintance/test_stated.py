"""Ways in which you know people: labels, and groups that list them by UID or by address."""

from tests.transforms.books import Record, frames, record

UID = "4f6e0b05-1c2d-4e3f-8a9b-00c0ffee0005"
ADA = {"name": "Ada Brandt", "email": "ada@example.org"}


def contexts(*records: Record) -> list[tuple[str, str, str]]:
    """Who is known by what, and how that is known."""
    found = frames(*records)
    names = dict(found["person"].select("person_id", "full_name").iter_rows())
    rows = found["context"].select("person_id", "context", "kind").iter_rows()
    return [(names[person], context, kind) for person, context, kind in rows]


def group(*members: str, source: str = "vcard", name: str | None = "Brunch") -> Record:
    return record("g", name, source=source, kind="group", members=members)


def test_a_label_is_a_context_once_with_each_record_that_gives_it() -> None:
    book = (
        record("1", **ADA, categories=("Brunch", "* myContacts")),
        record("2", **ADA, source="google_csv", categories=("brunch", "Marathon")),
    )
    assert contexts(*book) == [("Ada Brandt", "Brunch", "label"), ("Ada Brandt", "Marathon", "label")]
    evidence = frames(*book)["context"].filter(context="Brunch")["evidence"].item().to_list()
    assert [origin["raw"] for origin in evidence] == ["brunch", "Brunch"]


def test_a_group_lists_its_members_by_uid_or_by_address() -> None:
    ada = record("1", **ADA, given_id=f"urn:uuid:{UID}")
    bob = record("2", "Bob Fairweather", email="bob@example.org")
    found = contexts(ada, bob, group(f"urn:uuid:{UID}", "mailto:BOB@example.org", "urn:uuid:nobody"))
    assert sorted(found) == [("Ada Brandt", "Brunch", "group"), ("Bob Fairweather", "Brunch", "group")]


def test_a_member_by_uid_and_by_address_is_one() -> None:
    ada = record("1", **ADA, given_id=UID)
    assert contexts(ada, group(UID, "mailto:ada@example.org")) == [("Ada Brandt", "Brunch", "group")]


def test_a_group_knows_the_members_of_its_own_source_only() -> None:
    ada = record("1", **ADA, source="vcard:work", given_id=UID)
    assert contexts(ada, group(UID, "mailto:ada@example.org")) == []


def test_a_group_without_a_name_says_nothing() -> None:
    assert contexts(record("1", **ADA, given_id=UID), group(UID, name=None)) == []
