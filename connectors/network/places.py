"""Where requests may go: to servers over TLS, and from one to another only where that was agreed upon."""

from collections.abc import Collection
from typing import Final

import httpx

from configs.errors import RefusedError, UserError

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def place(address: str) -> httpx.URL:
    """The address, if requests may go there.

    Raises:
        UserError: it is none, or holds a name or a password.
        RefusedError: it is neither https nor a server on this machine.
    """
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise UserError(
            f"{_shown(address)} is no address of a server: write it as https://dav.example.org/."
        ) from error
    if url.scheme not in {"http", "https"} or not is_host(url.host):
        raise UserError(f"{_shown(address)} is no address of a server: write it as https://dav.example.org/.")
    if url.userinfo:
        raise UserError(f"Leave name and password out of the address of {url.host}: they have settings of their own.")
    if url.scheme == "http" and not is_loopback(url):
        raise RefusedError(f"{url.host} would be asked without encryption. Write its address with https://.")
    return url.copy_with(fragment=None)


def is_loopback(url: httpx.URL) -> bool:
    """Whether the address is on this machine, so that nobody can listen in between."""
    return url.host in _LOOPBACK


def is_same_or_allowed(url: httpx.URL, home: str, hosts: Collection[str]) -> bool:
    """Whether a host is `home` or one of `hosts`, of which ".example.org" also stands for all below it."""
    return url.host == home or any(
        url.host == host.removeprefix(".") or (host.startswith(".") and url.host.endswith(host)) for host in hosts
    )


def redirected(url: httpx.URL, location: str, *, home: str, hosts: Collection[str]) -> httpx.URL:
    """Where a redirect from `url` leads.

    Raises:
        RefusedError: to another host than `home` or `hosts`, from https to http, or nowhere.
    """
    try:
        target = url.join(location).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(f"{url.host} redirects to an address that is none: not followed.") from error
    where = target.host[:100]
    if not is_same_or_allowed(target, home, hosts):
        raise RefusedError(f"{url.host} redirects to another host, {where or 'which it does not name'}: not followed.")
    if target.scheme != "https" and not (target.scheme == url.scheme == "http" and is_loopback(target)):
        raise RefusedError(f"{url.host} redirects to {where} without encryption: not followed.")
    if target.userinfo:
        raise RefusedError(f"{url.host} redirects to an address with a password in it: not followed.")
    return target


def is_host(host: str) -> bool:
    """Whether something can be a host: httpx quotes what can't stand in one."""
    return bool(host) and "%" not in host


def _shown(address: str) -> str:
    """An address without what may be secret in it."""
    return repr(address.rpartition("@")[2].partition("?")[0][:100])
