"""What is known of providers: where their servers are, and which password they take."""

import re
from functools import cache
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from configs.errors import UsageError
from configs.words import word_list

_HOST: Final = "HOST"
_HOST_LIKE: Final = re.compile(r"[./:]|^localhost$")
"""What tells a server's address from a word."""


class Preset(NamedTuple):
    """A provider of address books and calendars.

    `carddav` and `caldav` are where discovery starts; "HOST" stands for the user's own host. `hosts` are others that
    the provider's servers send to (".icloud.com" also stands for all below it). `advice` says which password is taken
    and where to get one. `domains` and `paths` tell the provider's addresses.
    """

    name: str
    title: str
    carddav: str
    caldav: str
    hosts: tuple[str, ...]
    advice: str
    domains: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def is_of(self, url: str) -> bool:
        """Whether the address is one of this provider's."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_at_home = any(host == domain or host.endswith(f".{domain}") for domain in self.domains)
        return is_at_home or any(path in parts.path for path in self.paths)


def dav_preset(name_or_url: str) -> Preset | None:
    """The provider of that name ("icloud"), or whose the address is; None where nothing is known of it."""
    asked = name_or_url.strip()
    if "/" not in asked:
        name = asked.lower().replace(".", "_")
        return next((preset for preset in dav_presets() if preset.name == name), None)
    try:
        return next((preset for preset in dav_presets() if preset.is_of(asked)), None)
    except ValueError:  # no address at all: who asks there will be told
        return None


def dav_url(where: str, *, is_calendar: bool) -> str:
    """The address that a provider's name stands for; an address is left as it is, but for a missing https://.

    Raises:
        UsageError: it is neither, or the provider's users have hosts of their own.
    """
    preset = None if "/" in where else dav_preset(where)
    if preset is None:
        if not _HOST_LIKE.search(where):
            known = ", ".join(preset.name for preset in dav_presets())
            raise UsageError(f"{where!r} is no provider that Kith knows ({known}). Name your server's address.")
        return where if "://" in where else f"https://{where}"
    url = preset.caldav if is_calendar else preset.carddav
    if _HOST in url:
        raise UsageError(f"{preset.title} runs on many hosts: name yours, {url.replace(_HOST, 'cloud.example.org')}")
    return url


def dav_hosts(url: str) -> tuple[str, ...]:
    """The other hosts that the provider of an address sends to; () where nothing is known of it."""
    preset = dav_preset(url)
    return preset.hosts if preset else ()


@cache
def dav_presets() -> tuple[Preset, ...]:
    """All providers that are known, in the order of `configs/words/dav_presets.toml`."""
    return tuple(_preset(name, entry) for name, entry in word_list("dav_presets").items())


def _preset(name: str, entry: dict[str, Any]) -> Preset:
    address = entry.get("address")
    return Preset(
        name,
        entry["title"],
        address or entry["carddav"],
        address or entry["caldav"],
        tuple(entry["hosts"]),
        entry["advice"],
        tuple(entry.get("domains", ())),
        tuple(entry.get("paths", ())),
    )
