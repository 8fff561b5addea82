import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.records import Name
from connectors.vcard.heads import HEADS
from connectors.vcard.names import FullName, NameParts, names_of


def full(parameters: str, text: str) -> FullName:
    return HEADS[f"FN{parameters}"], text


def parts(parameters: str, *texts: str) -> NameParts:
    return HEADS[f"N{parameters}"], list(texts)


def test_no_name() -> None:
    assert names_of([], []) == []


def test_one_of_each_belong_together_whatever_they_say() -> None:
    assert names_of([full(";LANGUAGE=en", "Hua Li")], [parts("", "李", "华", "", "Dr.", "II")]) == [
        Name("Hua Li", "Dr.", "华", None, "李", "II", "main", "en")
    ]


def test_one_alone() -> None:
    assert names_of([full("", "Ada Brandt")], []) == [Name("Ada Brandt")]
    assert names_of([], [parts("", "Brandt", "Ada")]) == [Name(given="Ada", family="Brandt")]


def test_pairs_are_made_by_language_and_not_by_place() -> None:
    found = names_of(
        [full(";ALTID=1;LANGUAGE=ja", "山田花子"), full(";ALTID=1;LANGUAGE=en", "Hanako Yamada")],
        [parts(";ALTID=1;LANGUAGE=EN", "Yamada", "Hanako"), parts(";ALTID=1;LANGUAGE=ja", "山田", "花子")],
    )
    assert found == [
        Name("山田花子", given="花子", family="山田", language="ja"),
        Name("Hanako Yamada", given="Hanako", family="Yamada", kind="alternative", language="EN"),
    ]


def test_pairs_are_made_by_letters_where_no_language_says_so() -> None:
    found = names_of(
        [full("", "山田 花子"), full("", "Yamada, Hanako")], [parts("", "Yamada", "Hanako"), parts("", "山田", "花子")]
    )
    assert [(name.full, name.family) for name in found] == [("山田 花子", "山田"), ("Yamada, Hanako", "Yamada")]


def test_pairs_are_made_by_altid() -> None:
    found = names_of(
        [full(";ALTID=a", "A"), full(";ALTID=b", "B")], [parts(";ALTID=b", "Bo"), parts(";ALTID=a", "Ada")]
    )
    assert [(name.full, name.family) for name in found] == [("A", "Ada"), ("B", "Bo")]


def test_what_is_left_is_paired_in_order_unless_the_languages_differ() -> None:
    found = names_of(
        [full(";LANGUAGE=zh", "李华"), full("", "Hua Li of Leeds")],
        [parts(";LANGUAGE=en", "Li", "Hua"), parts("", "X", "Y")],
    )
    assert [(name.full, name.family) for name in found] == [("李华", None), ("Hua Li of Leeds", "Li"), (None, "X")]


@pytest.mark.parametrize(
    ("first", "second", "main"),
    [
        ("", "", "first"),
        ("", ";PREF=1", "second"),
        (";PREF=2", ";PREF=1", "second"),
        (";PREF=20", ";PREF=10", "second"),
        ("", ";PREF=50", "second"),
        (";PREF=1", ";PREF=1", "first"),
    ],
)
def test_the_main_name_is_the_preferred_one_or_the_first(first: str, second: str, main: str) -> None:
    found = names_of([full(first, "first"), full(second, "second")], [])
    assert (found[0].full, found[0].kind) == (main, "main")
    assert sorted(name.full or "" for name in found) == ["first", "second"]
    assert [name.kind for name in found] == ["main", "alternative"]


HEAD = st.sampled_from(["", ";LANGUAGE=en", ";LANGUAGE=ja", ";ALTID=1", ";PREF=1", ";ALTID=2;LANGUAGE=en"])
TEXT = st.sampled_from(["a", "b", "ab"])


@given(st.lists(st.builds(full, HEAD, TEXT)), st.lists(st.builds(parts, HEAD, TEXT)))
def test_no_name_is_lost_or_doubled(full_names: list[FullName], name_parts: list[NameParts]) -> None:
    found = names_of(full_names, name_parts)
    assert sorted(name.full for name in found if name.full) == sorted(text for _, text in full_names)
    assert sorted(name.family for name in found if name.family) == sorted(texts[0] for _, texts in name_parts)
    assert [name.kind for name in found] == ["main", "alternative"][: len(found)] + ["alternative"] * (len(found) - 2)
