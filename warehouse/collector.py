"""Python's search for cycles of objects, made rare where records come in by tens of thousands."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_ALLOCATIONS: Final = 200_000
"""New objects after which cycles are looked for, about two batches of contacts; Python's own 700 is a few contacts."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Cycles are looked for rarely until the end of the block.

    Records hold texts and are in no cycle, but each search goes through all of them: it costs half as much again as
    reading and landing them. What nothing refers to is freed at once all the same.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
