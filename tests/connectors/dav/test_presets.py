"""What is known of providers."""

import pytest

from configs.errors import UserError
from connectors.dav import Preset, dav_hosts, dav_preset, dav_presets, dav_url
from connectors.network.places import is_same_or_allowed, place


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("icloud", "icloud"),
        (" iCloud", "icloud"),
        ("mailbox.org", "mailbox_org"),
        ("https://contacts.icloud.com", "icloud"),
        ("https://p42-caldav.icloud.com:443/1/calendars/", "icloud"),
        ("https://cloud.example.org/remote.php/dav/", "nextcloud"),
        ("https://example.org/cloud/remote.php/dav/addressbooks/users/ada/contacts/", "nextcloud"),
        ("https://carddav.fastmail.com/", "fastmail"),
        ("https://posteo.de:8443/", "posteo"),
        ("https://dav.example.org/", None),
        ("https://noticloud.com/", None),
        ("https://icloud.com.example.net/", None),
        ("example", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_providers_are_known_by_name_and_by_address(asked: str, name: str | None) -> None:
    found = dav_preset(asked)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("preset", dav_presets(), ids=lambda preset: preset.name)
def test_all_of_them_are_whole(preset: Preset) -> None:
    for url in (preset.carddav, preset.caldav):
        assert place(url).scheme == "https"
        assert dav_preset(url) == preset
    assert preset.advice.endswith(".")
    assert preset.title


def test_icloud_sends_to_other_hosts_of_its_own() -> None:
    hosts = dav_hosts("https://contacts.icloud.com/")
    assert is_same_or_allowed(place("https://p42-contacts.icloud.com/"), "contacts.icloud.com", hosts)
    assert not is_same_or_allowed(place("https://evil.example.net/"), "contacts.icloud.com", hosts)
    assert dav_hosts("https://dav.example.org/") == ()


@pytest.mark.parametrize(
    ("where", "is_calendar", "url"),
    [
        ("icloud", False, "https://contacts.icloud.com/"),
        ("icloud", True, "https://caldav.icloud.com/"),
        ("dav.example.org", True, "https://dav.example.org"),
        ("dav.example.org/ada/", True, "https://dav.example.org/ada/"),
        ("http://127.0.0.1:5232/", False, "http://127.0.0.1:5232/"),
        ("https://p42-contacts.icloud.com/1/card/", False, "https://p42-contacts.icloud.com/1/card/"),
    ],
)
def test_a_name_stands_for_an_address_and_an_address_for_itself(where: str, is_calendar: bool, url: str) -> None:
    assert dav_url(where, is_calendar=is_calendar) == url


def test_a_provider_on_many_hosts_has_to_be_named_by_one() -> None:
    with pytest.raises(
        UserError, match=r"Nextcloud runs on many hosts: name yours, https://cloud\.example\.org/remote"
    ):
        dav_url("nextcloud", is_calendar=False)
