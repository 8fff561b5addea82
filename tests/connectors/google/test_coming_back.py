import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from configs.errors import SignInError, UserError
from connectors.google.coming_back import ComingBack
from connectors.google.sign_in import Asked


@pytest.fixture
def back() -> Iterator[ComingBack]:
    with ComingBack() as back:
        back.expect(Asked("https://accounts.example.org/", back.redirect_uri, (), "the-state", "the-verifier"))
        yield back


def opened(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - an address of this test's
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def later(address: str) -> threading.Thread:
    thread = threading.Thread(target=opened, args=(address,))
    thread.start()
    return thread


def test_the_answer_of_the_browser_is_taken(back: ComingBack) -> None:
    browser = later(f"{back.redirect_uri}?state=the-state&code=4/x")
    assert back.wait(seconds=5) == "state=the-state&code=4/x"
    browser.join()


def test_it_is_only_reached_from_this_machine(back: ComingBack) -> None:
    assert back.redirect_uri.startswith("http://127.0.0.1:")


def test_everything_else_is_turned_away(back: ComingBack) -> None:
    waits = threading.Thread(target=back.wait, kwargs={"seconds": 5})
    waits.start()
    assert opened(f"{back.redirect_uri}favicon.ico")[0] == 404
    assert opened(back.redirect_uri)[0] == 404
    for query in ("state=other&code=4/x", "code=4/x", "state=the-statex", "state=%FF"):
        status, text = opened(f"{back.redirect_uri}?{query}")
        assert (status, "another sign-in" in text, "4/x" in text) == (400, True, False)
    assert waits.is_alive()
    status, text = opened(f"{back.redirect_uri}?state=the-state&error=access_denied")
    assert (status, "close this window" in text) == (200, True)
    waits.join()


def test_a_browser_that_says_nothing_keeps_nobody_waiting(back: ComingBack) -> None:
    port = int(back.redirect_uri.rstrip("/").rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", port)) as rude:
        rude.sendall(b"\x16\x03\x01 no HTTP\r\n\r\n")
        browser = later(f"{back.redirect_uri}?state=the-state&code=4/x")
        assert "4/x" in back.wait(seconds=5)
        browser.join()


def test_nobody_comes_for_ever(back: ComingBack) -> None:
    with pytest.raises(SignInError, match=r"Nobody signed in within 0\.05 s.*--timeout.*--headless"):
        back.wait(seconds=0.05)


def test_a_port_that_is_taken_is_said_so(back: ComingBack) -> None:
    port = int(back.redirect_uri.rstrip("/").rpartition(":")[2])
    for wrong in (port, 99_999):
        with pytest.raises(UserError, match=f"Port {wrong} can't be listened at .*--port"):
            ComingBack(wrong)


def test_nothing_is_taken_before_anything_was_asked() -> None:
    with ComingBack() as back:
        assert opened(f"{back.redirect_uri}?state=&code=4/x")[0] == 400
