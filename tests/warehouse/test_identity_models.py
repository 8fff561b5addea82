"""A trained model comes back as it was kept, or not at all."""

import json

import pytest
from polars.testing import assert_frame_equal

from tests.transforms.books import raw_book, resolved
from tests.warehouse.books import book
from tests.warehouse.cards import rows
from transforms.identity.engine import resolve
from transforms.identity.model import PRIORS, Level, Model
from transforms.normalise import normalise
from warehouse.landing import LandingStore


@pytest.fixture(scope="module")
def model() -> Model:
    """A model, as it is trained on a small book."""
    return resolved(*book()).state.model


def spoilt(levels: dict[str, dict[str, list[object]]], store: LandingStore) -> None:
    store._connection.execute("update identity_model set levels = ?", [json.dumps(levels)])


def test_without_one_there_is_none(store: LandingStore) -> None:
    assert store.identity_model() is None


def test_a_model_comes_back_as_it_was(store: LandingStore, model: Model) -> None:
    store.keep_identity_model(model)
    found = store.identity_model()
    assert found is not None
    assert (found.records, found.duplicates, found.levels) == (model.records, model.duplicates, model.levels)
    assert (found.prior, found.world) == (model.prior, model.world)
    assert all(isinstance(level, Level) for levels in found.levels.values() for level in levels.values())
    assert model.frequencies.height
    assert_frame_equal(found.frequencies, model.frequencies, check_row_order=False)


def test_a_model_that_came_back_weighs_as_before(store: LandingStore) -> None:
    raw = raw_book(book())
    tidy, ids = normalise(raw, default_region=None), raw.select("source", "record_id", "connector", "given_id")
    first = resolve(tidy, ids)
    store.keep_identity_model(first.state.model)
    found = store.identity_model()
    again = resolve(tidy, ids, model=found)
    assert again.state.model is found
    assert_frame_equal(again.pairs, first.pairs)
    assert_frame_equal(again.groups, first.groups)


def test_the_latest_counts_and_only_its_frequencies_are_kept(store: LandingStore, model: Model) -> None:
    store.keep_identity_model(model)
    store.keep_identity_model(Model(7, 0.5, PRIORS, model.frequencies.head(1)))
    found = store.identity_model()
    assert found is not None
    assert (found.records, found.duplicates, found.levels) == (7, 0.5, PRIORS)
    assert_frame_equal(found.frequencies, model.frequencies.head(1))
    kept = rows(store, "select model_id, records from identity_model order by model_id")
    assert kept == [(1, model.records), (2, 7)]
    assert rows(store, "select count(*) from identity_frequency") == [(1,)]


def test_a_model_of_comparisons_that_are_no_longer_made_is_none(store: LandingStore, model: Model) -> None:
    store.keep_identity_model(model)
    levels = {name: {label: list(level) for label, level in each.items()} for name, each in model.levels.items()}
    spoilt(levels, store)
    assert store.identity_model() is not None
    spoilt({name: each for name, each in levels.items() if name != "email"}, store)
    assert store.identity_model() is None
    spoilt(levels | {"email": levels["email"] | {"almost": [0.5, 0.5, "counted"]}}, store)
    assert store.identity_model() is None
    spoilt(levels | {"source": {label: [*level[:2], "rarity"] for label, level in levels["source"].items()}}, store)
    assert store.identity_model() is None


@pytest.mark.parametrize("level", [[], [0.5, 0.5, "counted", "more"]])
def test_a_model_of_another_make_is_none(store: LandingStore, model: Model, level: list[object]) -> None:
    store.keep_identity_model(model)
    spoilt({name: dict.fromkeys(each, level) for name, each in PRIORS.items()}, store)
    assert store.identity_model() is None


def test_what_is_kept_is_kept_whole(store: LandingStore, model: Model) -> None:
    store.keep_identity_model(model)
    broken = Model(9, 0.5, model.levels, model.frequencies.drop("records"))
    with pytest.raises(Exception, match="records"):
        store.keep_identity_model(broken)
    found = store.identity_model()
    assert found is not None
    assert found.records == model.records
    assert_frame_equal(found.frequencies, model.frequencies, check_row_order=False)
