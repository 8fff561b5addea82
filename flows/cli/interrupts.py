"""Ctrl-C: remembered, whatever error a library makes of it, and kept waiting while native modules load."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class _Presses:
    """Whether Ctrl-C was pressed, and whether it has to wait."""

    was_pressed = False
    is_held_back = False


def listen() -> None:
    """Remember Ctrl-C from now on, and raise KeyboardInterrupt for it as Python does."""
    _Presses.was_pressed = _Presses.is_held_back = False
    signal.signal(signal.SIGINT, _pressed)


def was_pressed() -> bool:
    """Whether Ctrl-C was pressed: an error that arrives then is what a library made of it."""
    return _Presses.was_pressed


def heard_at_once() -> None:
    """Have Ctrl-C end a question at once: with the handler that Polars sets, reading goes on until the next Enter."""
    signal.siginterrupt(signal.SIGINT, True)


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C wait for the end of the block: a native module that is stopped while it loads can crash."""
    _Presses.is_held_back = True
    try:
        yield
    finally:
        _Presses.is_held_back = False
    if _Presses.was_pressed:
        raise KeyboardInterrupt


def _pressed(_number: int, _frame: FrameType | None) -> None:
    _Presses.was_pressed = True
    if not _Presses.is_held_back:
        raise KeyboardInterrupt
