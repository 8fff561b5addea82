"""Words of titles in five languages: whole, inflected, in compounds, in phrases; and those that say nothing."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.words import word_list
from transforms.acquaintance.words import LANGUAGES, concept_of, concepts, read_titles
from transforms.values import fold

SAID = {
    "en": {
        "Sunday brunch": "brunch",
        "Ada's 40th birthday": "birthday",
        "Dinner at the harbour": "dinner",
        "Housewarming": "party",
        "Morning run": "running",
        "Half marathon with Jonas": "marathon",
        "Bouldering": "climbing",
        "Road trip to the coast": "trip",
        "Choir practice": "choir",
        "Class reunion": "school",
        "Women in Tech panel": "panel",
        "PyData meetup #12": "meetup",
        "Annual conference": "conference",
        "Board games": "games",
        "Book club": "books",
        "Hikes in the hills": "hiking",
        "D&D night": "games",
    },
    "it": {
        "Pranzo della domenica": "lunch",
        "Compleanno di Anna": "birthday",
        "Cena da Marco": "dinner",
        "Festa in terrazza": "party",
        "Corsa al parco": "running",
        "Mezza maratona": "marathon",
        "Arrampicata in falesia": "climbing",
        "Gita al lago": "trip",
        "Prove del coro": "choir",
        "Rimpatriata del liceo": "school",
        "Tavola rotonda": "panel",
        "Convegno annuale": "conference",
        "Giochi da tavolo": "games",
        "Aperitivo": "drinks",
        "Passeggiata nell'oasi": "walking",
    },
    "de": {
        "Sonntagsbrunch": "brunch",
        "Geburtstagsfeier Lena": "birthday",
        "Abendessen bei Tom": "dinner",
        "Sommerfest": "party",
        "Laufen im Park": "running",
        "Berlin-Marathon": "marathon",
        "Kletterhalle": "climbing",
        "Wochenendausflug": "trip",
        "Chorprobe": "choir",
        "Klassentreffen": "school",
        "Podiumsdiskussion": "panel",
        "Fachkonferenz": "conference",
        "Spieleabend": "games",
        "Lesekreis": "books",
        "Wanderung": "hiking",
        "Frühstück": "breakfast",
        "Elternabend 3b": "children",
    },
    "fr": {
        "Brunch du dimanche": "brunch",
        "Anniversaire de Léa": "birthday",
        "Dîner chez Paul": "dinner",
        "Pendaison de crémaillère": "party",
        "Course à pied": "running",
        "Semi-marathon": "marathon",
        "Escalade": "climbing",
        "Voyage en Bretagne": "trip",
        "Répétition de la chorale": "choir",
        "Réunion de classe": "school",
        "Table ronde": "panel",
        "Colloque": "conference",
        "Soirée jeux": "games",
        "Apéro": "drinks",
        "Randonnées": "hiking",
        "Séance d’escalade": "climbing",
        "Réunion d'anciens élèves": "school",
    },
    "es": {
        "Brunch del domingo": "brunch",
        "Cumpleaños de Lucía": "birthday",
        "Cena en casa": "dinner",
        "Fiesta de verano": "party",
        "Carrera popular": "running",
        "Media maratón": "marathon",
        "Escalada": "climbing",
        "Viaje a Sevilla": "trip",
        "Ensayo del coro": "choir",
        "Compañeros de clase": "school",
        "Mesa redonda": "panel",
        "Congreso": "conference",
        "Noche de juegos": "games",
        "Excursión": "hiking",
    },
}


def found(title: str) -> set[str]:
    return set(read_titles(pl.Series([title])).hits["concept"])


@pytest.mark.parametrize(
    ("language", "title", "concept"), [(lang, *each) for lang, rows in SAID.items() for each in rows.items()]
)
def test_a_title_says_what_it_is_about(language: str, title: str, concept: str) -> None:
    hits = read_titles(pl.Series([title])).hits
    assert concept in set(hits["concept"])
    assert language in hits.filter(concept=concept)["languages"].item()


@pytest.mark.parametrize(
    "title",
    [
        "Dry run",
        "Run payroll",
        "Third party review",
        "Ablauf klären",
        "Lebenslauf",
        "Solar panel installation",
        "Conference call",
        "Business trip",
        "Hiring panel",
        "Chores",
        "Walk-through of the design",
        "Choreography",
        "Anchor",
        "Prunes",
        "Skills matrix",
        "Berlin",
        "Ada / Ben",
        "Preise",
        "Fahrschule",
        "1:1",
        "…",
    ],
)
def test_what_only_looks_like_one_says_nothing(title: str) -> None:
    assert found(title) == set()


def test_a_title_may_say_several_things() -> None:
    assert found("Birthday dinner after the marathon") == {"birthday", "dinner", "marathon"}


def test_the_longest_of_phrases_that_overlap_counts() -> None:
    assert found("School run") == set()
    assert found("Enterrement de vie de jeune fille") == {"wedding"}


def test_inflected_words_and_compounds_of_known_parts_are_found() -> None:
    assert [concept_of(word) and concept_of(word).concept for word in ("panels", "konferenzen", "chorreise")] == [  # type: ignore[union-attr] # each is known
        "panel",
        "conference",
        "choir",
    ]
    assert concept_of("xyzfeier").concept == "party"  # type: ignore[union-attr] # a marked ending
    assert concept_of("chorxyz") is None


def test_what_is_left_of_a_title_and_whether_it_is_of_work() -> None:
    rows = read_titles(pl.Series(["Team dinner with Ada", "Sunday brunch", "The"])).titles
    told = {row["title"]: (row["key"], row["rest"], row["is_professional"]) for row in rows.to_dicts()}
    assert told == {
        "Team dinner with Ada": ("team dinner ada", ["team", "ada"], True),
        "Sunday brunch": ("brunch", [], False),
        "The": ("the", [], False),
    }


def test_nothing_says_nothing() -> None:
    titles, hits = read_titles(pl.Series([None, None], dtype=pl.String))
    assert titles.is_empty()
    assert hits.is_empty()


def test_the_word_list_is_whole() -> None:
    for name, said in concepts().items():
        assert set(said["names"]) == set(LANGUAGES), name
        assert said.get("sphere", "personal") in {"personal", "professional"}
        assert 0 <= said.get("meets", 0) <= 1
        assert set(said.get("implies", ())) <= set(concepts())
    for texts in word_list("contexts")["names"].values():
        assert set(texts) == set(LANGUAGES)


def test_every_word_is_folded_and_of_one_concept() -> None:
    of: dict[str, str] = {}
    for name, said in concepts().items():
        for word in (word.strip("*") for language in LANGUAGES for word in said[language]):
            assert fold(word) == word
            assert of.setdefault(word, name) == name, word
    lists = word_list("contexts")
    folded = [
        *lists["never"]["phrases"],
        *lists["never"]["words"],
        *lists["fillers"]["words"],
        *lists["generic"]["words"],
    ]
    folded += [*lists["compounds"]["first"], *lists["compounds"]["last"], *lists["categories"]["system"]]
    folded += [*lists["markers"]["professional"], *lists["teaching"]["words"], *lists["teaching"]["endings"]]
    assert [word for word in folded if fold(word) != word] == []


@given(st.lists(st.text(max_size=30) | st.sampled_from(["Sunday brunch", "dry run", "Chorprobe 7"]), max_size=8))
def test_any_titles_can_be_read_and_their_order_is_no_matter(titles: list[str]) -> None:
    one = read_titles(pl.Series(titles, dtype=pl.String))
    other = read_titles(pl.Series(titles[::-1], dtype=pl.String))
    assert one.titles.equals(other.titles)
    assert one.hits.equals(other.hits)
    assert set(one.hits["title"]) <= set(one.titles["title"]) <= set(titles)
