import os
import signal
from collections.abc import Iterator

import pytest

from flows.cli.interrupts import held_back, listen, was_pressed


@pytest.fixture(autouse=True)
def own_handler() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    listen()
    yield
    listen()
    signal.signal(signal.SIGINT, before)


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_it_is_remembered_whatever_becomes_of_it() -> None:
    assert not was_pressed()
    with pytest.raises(KeyboardInterrupt):
        press()
    assert was_pressed()


def test_it_waits_while_it_is_held_back() -> None:
    done = []

    def load() -> None:
        with held_back():
            press()
            done.append("loaded")

    with pytest.raises(KeyboardInterrupt):
        load()
    assert done == ["loaded"]
    assert was_pressed()


def test_nothing_waits_where_nothing_was_pressed() -> None:
    with held_back():
        assert not was_pressed()
    with pytest.raises(KeyboardInterrupt):
        press()
