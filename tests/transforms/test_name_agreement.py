"""Names that are one, that can be one, and that can't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.name_agreement import NameForm, agreement, is_identical

WORDS = (
    "anna",
    "anne",
    "alex",
    "alexander",
    "alexandra",
    "bob",
    "robert",
    "a",
    "b",
    "j",
    "john",
    "jones",
    "smith",
    "doe",
)


def form(name: str, given_name: str = "", suffix: str = "") -> NameForm:
    return NameForm(" ".join(sorted(name.split())), given_name, suffix)


forms = st.builds(
    form,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.sampled_from(("", *WORDS)),
    st.sampled_from(("", "Jr.", "Sr.", "PhD", "III")),
)


@given(forms, forms)
def test_agreement_is_symmetric(one: NameForm, other: NameForm) -> None:
    assert agreement(one, other) == agreement(other, one)
    assert is_identical(one, other) == is_identical(other, one)


@given(forms)
def test_every_name_agrees_with_itself(one: NameForm) -> None:
    assert agreement(one, one) == "same"
    assert is_identical(one, one)


@given(forms, forms)
def test_identical_names_agree(one: NameForm, other: NameForm) -> None:
    assert not is_identical(one, other) or agreement(one, other) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (form("anna weber", "anna"), form("weber anna", "anna")),
        (form("bob smith", "bob"), form("robert smith", "robert")),
        (form("alex weber", "alex"), form("alexandra weber", "alexandra")),
        (form("john smith", suffix="Jr."), form("john smith")),
        (form("john smith", suffix="jun."), form("john smith", suffix="Jr.")),
        (form("j smith", "j"), form("smith j", "j")),
    ],
)
def test_same(one: NameForm, other: NameForm) -> None:
    assert agreement(one, other) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (form("j smith", "j"), form("john smith", "john")),
        (form("a weber", "a"), form("anna maria weber", "anna")),
        (form("a"), form("anna weber", "anna")),
        (form("anna", "anna"), form("anna weber", "anna")),
        (form("annie", "annie"), form("anna weber", "anna")),
        (form("weber"), form("anna weber", "anna")),
        (form("anna schmidt", "anna"), form("anna weber", "anna")),
        (form("anne schmidt", "anne"), form("anna weber", "anna maria")),
        (form("hanako", "hanako"), form("hanako yamada", "花子")),
        (form("hanako yamada", "花子"), form("hanako yamata", "花子")),
    ],
)
def test_compatible(one: NameForm, other: NameForm) -> None:
    assert agreement(one, other) == "compatible"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (form("anna weber", "anna"), form("alex weber", "alex")),
        (form("alexander weber", "alexander"), form("alexandra weber", "alexandra")),
        (form("john smith", suffix="Jr."), form("john smith", suffix="Sr.")),
        (form("john smith", suffix="II"), form("john smith", suffix="III")),
        # A given name is no other's family name.
        (form("alexander", "alexander"), form("peter alexander", "peter")),
        # An initial doesn't say that the given name is the same.
        (form("j smith", "j"), form("john weber", "john")),
        # Each initial stands for a word of its own.
        (form("j john"), form("john smith", "john")),
        (form("a a weber"), form("anna smith weber", "anna")),
    ],
)
def test_contradiction(one: NameForm, other: NameForm) -> None:
    assert agreement(one, other) == "contradiction"


def test_an_initial_leaves_its_word_to_one_that_needs_it() -> None:
    assert agreement(form("j joan smith"), form("joan john smith")) == "compatible"
    assert agreement(form("a anna b"), form("anna alex bob")) == "compatible"


def test_a_text_is_no_name_and_costs_nothing() -> None:
    long = form(" ".join("a" for _ in range(3_000)) + " z")
    assert agreement(long, form(" ".join("ab" for _ in range(3_000)) + " c")) == "contradiction"
    assert agreement(long, long) == "same"


def test_a_name_written_together_or_apart_is_the_same() -> None:
    assert agreement(NameForm("chen meiling"), NameForm("chen ling mei")) == "same"
    assert agreement(NameForm("dupont jean pierre"), NameForm("dupont jeanpierre")) == "same"
    assert agreement(NameForm("dupont jean pierre"), NameForm("dupont jeanpaul")) == "contradiction"


def test_a_name_without_a_latin_reading_says_nothing_of_a_latin_one() -> None:
    assert agreement(NameForm("山田 花子"), NameForm("hanako yamada")) == "compatible"
    assert agreement(NameForm("山田 花子"), NameForm("山田 太郎")) == "contradiction"
