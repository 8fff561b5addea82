"""A landing store in memory: quick, and the same statements run as on disk."""

from collections.abc import Iterator

import duckdb
import pytest

from warehouse.landing import LandingStore
from warehouse.migrate import migrate


@pytest.fixture
def store() -> Iterator[LandingStore]:
    """An empty landing store in memory."""
    with duckdb.connect(config={"threads": "1"}) as connection:
        migrate(connection)
        yield LandingStore(connection)
