"""Who asks the emulator."""

from collections.abc import Iterator

import pytest

from tests.connectors.dav.asking import Asker, asker


@pytest.fixture
def asking() -> Iterator[Asker]:
    with asker() as one:
        yield one
