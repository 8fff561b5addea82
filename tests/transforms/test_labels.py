import polars as pl
import pytest
from hypothesis import given

from tests.transforms.strategies import texts
from transforms.labels import normalise_label, normalise_relation, phone_kind
from transforms.values import fold, folded, tidy_lines, tidy_text

LABELS = (
    ("cell,voice", "mobile", "mobile"),
    ("INTERNET,HOME,pref", "home", "home"),
    ("INTERNET,pref", None, "other"),
    ("work fax", "work", "fax_work"),
    ("homeFax", "home", "fax_home"),
    ("other fax", "other", "fax"),
    ("_$!<Mobile>!$_", "mobile", "mobile"),
    ("_$!<HomePage>!$_", "HomePage", "home"),
    ("* Work", "work", "work"),
    ("Büro", "work", "work"),
    ("Domicile", "home", "home"),
    ("Téléphone portable", "mobile", "mobile"),
    ("Casa", "home", "home"),
    ("Móvil", "mobile", "mobile"),
    ("pager", "pager", "pager"),
    ("Zentrale", "main", "main"),
    ("school", "school", "other"),
    ("Mobile 2", "mobile", "mobile"),
    ("Ferienhaus", "Ferienhaus", "other"),
    ("Office Berlin", "Office Berlin", "work"),
    ("", None, "other"),
    (None, None, "other"),
)


@pytest.mark.parametrize(("written", "label", "kind"), LABELS)
def test_labels_say_where_and_what_for(written: str | None, label: str | None, kind: str) -> None:
    frame = pl.DataFrame({"label": [written]}, schema={"label": pl.String})
    found = frame.select(label=normalise_label(pl.col("label")), kind=phone_kind(pl.col("label")))
    assert found.row(0) == (label, kind)


@pytest.mark.parametrize(
    ("written", "relation"),
    [
        ("_$!<Spouse>!$_", "spouse"),
        ("Ehefrau", "spouse"),
        ("mari", "spouse"),
        ("Hija", "child"),
        ("manager", "manager"),
        ("domesticPartner", "partner"),
        ("Lauftreff", "Lauftreff"),
    ],
)
def test_relations_are_named_alike(written: str, relation: str) -> None:
    assert pl.DataFrame({"kind": [written]}).select(normalise_relation(pl.col("kind"))).item() == relation


@given(texts)
def test_cleaning_text_or_a_label_twice_changes_nothing(text: str) -> None:
    for clean in (tidy_text, tidy_lines, folded, normalise_label, normalise_relation):
        once = pl.DataFrame({"text": [text]}).select(clean(pl.col("text")))
        assert once.select(clean(pl.col("text"))).equals(once), clean


@pytest.mark.parametrize(
    "text", ["Élodie O'Brien-Straße", "İstanbul", "김민준", "Müller, J.R.", "a_b 12", "", "ЁЛКА", "Łódź Ærø"]
)
def test_one_text_folds_as_a_column_does(text: str) -> None:
    column = pl.DataFrame({"text": [text]}).select(folded(pl.col("text"))).item()
    assert (column or "") == fold(text)


def test_folding_takes_case_accents_and_signs_off() -> None:
    assert fold("  Élodie   O'Brien-Straße, J.R. ") == "elodie obrien strasse jr"


def test_lines_of_an_address_become_one() -> None:
    frame = pl.DataFrame({"text": ["1 Road,\r\nBerlin\n\n Germany\n"]})
    assert frame.select(tidy_lines(pl.col("text"))).item() == "1 Road, Berlin, Germany"


@pytest.mark.parametrize("label", ["Assistant's Phone", "_$!<AssistantPhone>!$_", "work,assistant"])
def test_an_assistants_number_is_not_the_persons_own(label: str) -> None:
    found = pl.DataFrame({"label": [label]}).select(phone_kind(pl.col("label")))
    assert found.item() == "assistant"
