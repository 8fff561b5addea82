"""Who is who: what joins two records, and what must not."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.records import Name
from tests.transforms.books import Record, are_one, groups, record, resolved
from transforms.resolve import LARGEST_BLOCK, PAIR_SCHEMA

EMAIL = "weber@example.org"
PHONE = "+44 20 7946 0018"
UID = "4f6e0b05-1c2d-4e3f-8a9b-00c0ffee0005"


def pair(one: Record, other: Record) -> tuple[str, str, str]:
    """Rule, names and decision of the only pair of two records."""
    pairs = resolved(one, other).pairs
    assert pairs.height == 1
    row = pairs.row(0, named=True)
    return row["rule"], row["names"], row["decision"]


# E-mail


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("Anna Weber", "Weber, Anna", "same"),
        ("Robert Weber", "Bob Weber", "same"),
        ("Anna Weber", "A. Weber", "compatible"),
        ("Anna Weber", "Anna", "compatible"),
        ("Zoë Weber", "Zoe", "compatible"),
        ("Елена Соколова", "Elena Sokolova", "same"),
        ("Anna Weber", "Anna Schmidt", "compatible"),
        ("Anna Weber", None, "unnamed"),
        (None, None, "unnamed"),
    ],
)
def test_an_address_joins_names_that_do_not_contradict(one: str | None, other: str | None, names: str) -> None:
    records = record("1", one, email=EMAIL), record("2", other, email="WEBER@Example.org", source="google_csv")
    assert pair(*records) == ("email", names, "same")
    assert are_one(*records)


@pytest.mark.parametrize(("one", "other"), [("Anna Weber", "Peter Weber"), ("Alexander Weber", "Alexandra Weber")])
def test_an_address_does_not_join_names_that_contradict(one: str, other: str) -> None:
    assert pair(record("1", one, email=EMAIL), record("2", other, email=EMAIL)) == (
        "email",
        "contradiction",
        "different",
    )


@pytest.mark.parametrize("address", ["info@example.org", "sales@example.com", "familie-weber@example.net"])
def test_an_address_of_a_role_joins_nobody(address: str) -> None:
    one, other = record("1", "Anna Weber", email=address), record("2", "Anna Weber", email=address)
    assert groups(one, other) == {frozenset("1"), frozenset("2")}
    assert resolved(one, other).pairs.is_empty()


def test_at_a_familys_address_only_equal_names_are_one() -> None:
    anna, peter, again = record("1", "Anna Doe"), record("2", "Peter Doe"), record("3", "Anna Doe")
    initial, nameless = record("4", "J. Doe"), record("5")
    at_home = [each._replace(contact=_with_email(each)) for each in (anna, peter, again, initial, nameless)]
    assert groups(*at_home) == {frozenset("13"), frozenset("2"), frozenset("4"), frozenset("5")}


def test_an_initial_at_a_familys_address_stays_apart_from_who_it_may_be() -> None:
    book = (
        record("1", "John Doe", email=EMAIL),
        record("2", "Mary Doe", email=EMAIL),
        record("3", "J. Doe", email=EMAIL),
    )
    assert groups(*book) == {frozenset("1"), frozenset("2"), frozenset("3")}


def _with_email(one: Record):  # noqa: ANN202 - a raw contact
    return record("x", email=EMAIL).contact._replace(record_id=one.contact.record_id, names=one.contact.names)


# Phone


def test_a_number_joins_the_same_name_only() -> None:
    assert pair(record("1", "Bob Weber", phone=PHONE), record("2", "Robert Weber", phone="0044 20 79460018")) == (
        "phone",
        "same",
        "same",
    )
    for other in ("B. Weber", "Bob", "Anna Weber", None):
        assert not are_one(record("1", "Bob Weber", phone=PHONE), record("2", other, phone=PHONE))


def test_father_and_son_share_a_number() -> None:
    junior = record("1", Name(given="Diego", family="Santos", suffix="Jr."), phone=PHONE)
    senior = record("2", Name(given="Diego", family="Santos", suffix="Sr."), phone=PHONE)
    assert pair(junior, senior) == ("phone", "contradiction", "different")
    # A card without a suffix may be either's, so that it is nobody's but its own.
    assert groups(junior, senior, record("3", "Diego Santos", phone=PHONE)) == {
        frozenset("1"),
        frozenset("2"),
        frozenset("3"),
    }
    assert are_one(junior, record("3", "Diego Santos", phone=PHONE))


def test_a_number_without_a_country_counts_within_its_source() -> None:
    one, other = record("1", "Anna Weber", phone="020 7946 0018"), record("2", "Anna Weber", phone="(020) 79460018")
    assert pair(one, other) == ("phone", "same", "same")
    assert not are_one(one, record("2", "Anna Weber", phone="020 7946 0018", source="google_csv"))
    assert not are_one(record("1", "Anna Weber", phone="110"), record("2", "Anna Weber", phone="110"))


# A name alone


def test_a_name_alone_joins_nobody() -> None:
    same = {"job": ("Example Ltd", "Engineer"), "note": "Met at the panel"}
    one, other = record("1", "Jonas Weber", **same), record("2", "Jonas Weber", **same)
    assert groups(one, other) == {frozenset("1"), frozenset("2")}
    # Ids that a connector made of the name are no ids of the source.
    one, other = one._replace(given_id="raw:of-the-name-alone"), other._replace(given_id="raw:of-the-name-alone")
    assert resolved(one, other).pairs.is_empty()


# Ids of the source


def test_one_uid_in_two_sources_is_one_person() -> None:
    one = record("1", "Anna Weber", given_id=UID)
    assert pair(one, record("2", "Anna Schmidt", source="vcard:work", given_id=UID)) == (
        "source_id",
        "compatible",
        "same",
    )
    assert pair(one, record("2", "Peter Weber", given_id=UID)) == ("source_id", "contradiction", "different")
    assert not are_one(one, record("2", "Anna Weber", source="google_csv", given_id=UID))


def test_row_numbers_of_two_files_are_no_ids() -> None:
    one = record("1", "Anna Weber", source="generic_csv", given_id="1", file="club.csv")
    elsewhere = record("2", "Anna Schmidt", source="generic_csv", given_id="1", file="school.csv")
    assert not are_one(one, elsewhere)
    assert not are_one(one, elsewhere._replace(source="generic_csv:school"))
    assert are_one(one, record("2", "Anna Schmidt", source="generic_csv", given_id="1", file="club.csv"))


def test_one_linkedin_profile_is_one_person_whatever_the_name() -> None:
    profile = "https://www.linkedin.com/in/anna-weber-1"
    one = record("1", "Anna Weber", source="linkedin", url=profile)
    other = record("2", "A. Schmidt-Weber (she/her)", url="linkedin.com/in/Anna-Weber-1/")
    assert pair(one, other)[0] == "linkedin_slug"
    assert are_one(one, other)
    assert not are_one(one, record("2", "Anna Weber", url="https://www.linkedin.com/in/anna-weber-2"))


# Blocks


@pytest.mark.parametrize(("count", "people"), [(LARGEST_BLOCK, 1), (LARGEST_BLOCK + 1, LARGEST_BLOCK + 1)])
def test_what_too_many_share_is_nobodys_own(count: int, people: int) -> None:
    book = [record(f"{number:03}", "Anna Weber", email=EMAIL) for number in range(count)]
    assert len(groups(*book)) == people


def test_only_persons_are_grouped() -> None:
    firm = record("1", "Example Ltd", email=EMAIL, kind="org")
    assert groups(firm, record("2", "Anna Weber", email=EMAIL)) == {frozenset("2")}


def test_no_records() -> None:
    found = resolved(record("1", "Example Ltd", kind="org"))
    assert found.groups.is_empty()
    assert found.pairs.is_empty()
    assert found.groups.schema == {"source": pl.String, "record_id": pl.String, "group": pl.Int64}
    assert found.pairs.schema == PAIR_SCHEMA


# Chains


def test_an_address_and_then_a_number_make_one_person_of_three_records() -> None:
    assert are_one(
        record("1", "Anna Weber", email=EMAIL),
        record("2", "Anna Weber", email=EMAIL, phone=PHONE),
        record("3", "Anna Weber", phone=PHONE, source="google_csv"),
    )


@pytest.mark.parametrize("between", ["A. Weber", "A.", Name(family="Weber"), None])
def test_who_says_less_joins_nobody_to_somebody_else(between: str | Name | None) -> None:
    anna, alex = (
        record("1", "Anna Weber", email="anna@example.org"),
        record("3", "Alex Weber", email="alex@example.org"),
    )
    vague = record("2", between, email=("anna@example.org", "alex@example.org"))
    assert groups(anna, vague, alex) == {frozenset("1"), frozenset("2"), frozenset("3")}
    pairs = resolved(anna, vague, alex).pairs
    assert set(pairs.select("names", "decision").iter_rows()) == {("ambiguous", "different")}
    assert are_one(anna, vague)


def test_a_longer_chain_of_who_says_less_is_no_way_round() -> None:
    book = (
        record("1", "Anna Weber", email="anna@example.org"),
        record("2", None, email=("anna@example.org", "a@example.org")),
        record("3", "A.", email=("a@example.org", "alex@example.org")),
        record("4", "Alex Weber", email="alex@example.org"),
        record("5", "Anna Maria Weber", email="anna@example.org"),
    )
    assert groups(*book) == {frozenset("15"), frozenset("23"), frozenset("4")}


def test_a_nickname_of_two_is_no_bridge_between_them() -> None:
    book = (
        record("1", "Alexander Weber", phone=PHONE),
        record("2", "Alex Weber", phone=PHONE),
        record("3", "Alexandra Weber", phone=PHONE),
    )
    assert groups(*book) == {frozenset("1"), frozenset("2"), frozenset("3")}
    assert are_one(*book[:2])


def test_one_name_of_many_spellings_in_a_chain_that_never_ends_is_nobody() -> None:
    book = [
        record(f"{number:03}", f"A. {chr(97 + number % 26) * (2 + number // 26)}", email=_links(number))
        for number in range(120)
    ]
    assert len(groups(*book)) == 120


def _links(number: int) -> tuple[str, str]:
    return f"a{number}@example.org", f"a{number + 1}@example.org"


def test_a_group_under_too_many_names_keeps_its_firm_links_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.chains.MOST_NAMES", 1)
    book = (
        record("1", "Anna Weber", email=EMAIL),
        record("2", "Weber, Anna", email=EMAIL),
        record("3", "A. Weber", email=EMAIL),
    )
    assert groups(*book) == {frozenset("12"), frozenset("3")}


# Laws

NAMES = ("Anna Weber", "Weber, Anna", "A. Weber", "Anna", "Alex Weber", "Alexander Weber", "Alexandra Weber", None)
EMAILS = ("a@example.org", "b@example.org", "c@example.org")
PHONES = ("+44 20 7946 0018", "+44 20 7946 0019", "020 7946 0018")
books = st.lists(
    st.builds(
        lambda name, email, phone, source, uid: (name, tuple(email), phone, source, uid),
        st.sampled_from(NAMES),
        st.sets(st.sampled_from(EMAILS), max_size=2).map(sorted),
        st.none() | st.sampled_from(PHONES),
        st.sampled_from(("vcard", "google_csv", "vcard:work")),
        st.none() | st.sampled_from((UID, "7")),
    ),
    min_size=1,
    max_size=7,
)
Said = tuple[str | None, tuple[str, ...], str | None, str, str | None]


def _records(said: list[Said], name_of: Callable[[int], str]) -> list[Record]:
    return [
        record(name_of(number), name, email=emails, phone=phone or (), source=source, given_id=uid)
        for number, (name, emails, phone, source, uid) in enumerate(said)
    ]


@settings(max_examples=12)
@given(books, st.randoms(use_true_random=False))
def test_people_depend_neither_on_the_order_of_records_nor_on_their_ids(said: list[Said], random: object) -> None:
    first = groups(*_records(said, str))
    shuffled = _records(said, str)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis' own Random
    assert groups(*shuffled) == first
    renamed = groups(*_records(said, lambda number: f"{97 - 7 * number:03}"))
    assert {frozenset(str((97 - int(each)) // 7) for each in group) for group in renamed} == first


@settings(max_examples=12)
@given(books)
def test_resolving_twice_changes_nothing_and_no_link_joins_what_was_kept_apart(said: list[Said]) -> None:
    records = _records(said, str)
    once, twice = resolved(*records), resolved(*records)
    assert once.groups.equals(twice.groups)
    assert once.pairs.equals(twice.pairs)
    assert once.groups.height == len(records)
    of = dict(zip(once.groups.select("source", "record_id").iter_rows(), once.groups["group"], strict=True))
    for pair_ in once.pairs.iter_rows(named=True):
        if pair_["decision"] == "same":
            one, other = (pair_["source_a"], pair_["record_id_a"]), (pair_["source_b"], pair_["record_id_b"])
            assert of[one] == of[other]


@settings(max_examples=12)
@given(books)
def test_nobody_is_joined_with_somebody_of_another_name(said: list[Said]) -> None:
    records = [each._replace(given_id=f"raw:{number}") for number, each in enumerate(_records(said, str))]
    names = {str(number): name for number, (name, *_) in enumerate(said)}
    apart = ({"Anna Weber", "Weber, Anna", "Anna"}, {"Alex Weber", "Alexander Weber"}, {"Alexandra Weber"})
    for group in groups(*records):
        found = {names[each] for each in group}
        assert sum(bool(found & kind) for kind in apart) <= 1 or found <= {
            "Alex Weber",
            "Alexandra Weber",
            "A. Weber",
            None,
        }
