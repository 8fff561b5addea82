"""Answers are read as RFC 4918 has them."""

import pytest

from connectors.dav.elements import ETAG, NAME
from connectors.dav.multistatus import NoXmlError, read_multistatus

URL = "https://dav.example.org/"


def answer(inner: str) -> bytes:
    return f'<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">{inner}</D:multistatus>'.encode()


def test_a_status_may_be_said_of_several_at_once() -> None:
    body = answer(
        "<D:response><D:href>/a</D:href><D:href> /b\n</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>"
    )
    assert [(each.href, each.status) for each in read_multistatus(body, url=URL).responses()] == [
        ("/a", 404),
        ("/b", 404),
    ]


def test_only_properties_that_are_there_are_found() -> None:
    body = answer(
        "<D:response><D:href>/a</D:href>"
        "<D:propstat><D:prop><D:getetag>1</D:getetag></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
        "<D:propstat><D:prop><D:displayname/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>"
        "<D:propstat><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
        "<D:propstat><D:prop><D:owner>so</D:owner></D:prop></D:propstat>"
        "</D:response>"
    )
    (response,) = read_multistatus(body, url=URL).responses()
    assert response.text(ETAG) == "1"
    assert response.text(NAME) is None
    assert set(response.found) == {ETAG, "{DAV:}owner"}
    assert response.status is None


@pytest.mark.parametrize("said", ["", "so", "HTTP/1.1", "200"])
def test_a_status_that_is_none_says_nothing(said: str) -> None:
    body = answer(f"<D:response><D:href>/a</D:href><D:status>{said}</D:status></D:response>")
    assert [each.status for each in read_multistatus(body, url=URL).responses()] == [None]


def test_a_token_is_trimmed() -> None:
    assert read_multistatus(answer("<D:sync-token> t:1\n</D:sync-token>"), url=URL).sync_token == "t:1"
    assert read_multistatus(answer("<D:sync-token/>"), url=URL).sync_token is None
    assert read_multistatus(answer(""), url=URL).sync_token is None


def test_comments_and_instructions_are_no_answers() -> None:
    body = answer("<!-- a --><D:response><!-- b --><?c d?><D:href>/a</D:href></D:response><?e f?>")
    assert [each.href for each in read_multistatus(body, url=URL).responses()] == ["/a"]


@pytest.mark.parametrize("body", [b"<a/>", b'<multistatus xmlns="x"/>', b"", b"\xef\xbb\xbf", b"<a>&what;</a>"])
def test_what_is_no_multistatus_is_told(body: bytes) -> None:
    with pytest.raises(NoXmlError):
        read_multistatus(body, url=URL)
