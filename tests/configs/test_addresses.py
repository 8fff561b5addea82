"""Addresses of servers in the settings: over TLS or on this machine, and without a password in them."""

import pytest

from configs.addresses import server_address, shown


@pytest.mark.parametrize(
    "address",
    [
        None,
        "https://dav.example.org/",
        "https://dav.example.org:8443/x?y",
        "http://127.0.0.1:5232/",
        "http://localhost/",
    ],
)
def test_what_may_be_asked_stays_as_it_is(address: str | None) -> None:
    assert server_address(address) == address


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("dav.example.org", "write it as https://"),
        ("", "write it as https://"),
        ("ftp://dav.example.org/", "write it as https://"),
        ("https:///x", "write it as https://"),
        ("https://[::1", "write it as https://"),
        ("https://dav.example.org:port/", "write it as https://"),
        ("https://ada:secret@dav.example.org/", "leave name and password out of it"),
        ("https://@dav.example.org/", "leave name and password out of it"),
        ("http://dav.example.org/", "without encryption"),
        ("http://127.0.0.1.example.org/", "without encryption"),
    ],
)
def test_others_are_refused_and_not_repeated(address: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as refusal:
        server_address(address)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://ada:secret@dav.example.org/hook/secret", "'https://dav.example.org/…'"),
        ("http://dav.example.org", "'http://dav.example.org/…'"),
        ("GB", "'GB'"),
        (7, "7"),
    ],
)
def test_what_a_message_shows_of_a_value_holds_no_secret(value: object, expected: str) -> None:
    assert shown(value) == expected
