"""Cycles are looked for rarely while records come in, and as ever afterwards."""

import gc

import pytest

from warehouse.collector import rare_collections


def test_cycles_are_looked_for_rarely_and_then_as_before() -> None:
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold() == (200_000, *before[1:])
    assert gc.get_threshold() == before


def test_also_after_an_error() -> None:
    before = gc.get_threshold()
    with pytest.raises(RuntimeError), rare_collections():
        raise RuntimeError
    assert gc.get_threshold() == before
