"""A network with small limits, which waits without waiting."""

from collections.abc import Iterator

import pytest

from connectors.network import Network
from tests.connectors.network.limits import SMALL


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def network(waits: list[float]) -> Iterator[Network]:
    with Network(limits=SMALL, sleep=waits.append) as network:
        yield network
