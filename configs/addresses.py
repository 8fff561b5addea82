"""Addresses of servers in the settings: where something secret may go, and nothing secret in them."""

from typing import Final
from urllib.parse import urlsplit

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def server_address(value: str | None) -> str | None:
    """The address of a server, as it is.

    Raises:
        ValueError: it is none, would be asked without encryption, or holds a name or a password.
    """
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("it is no address of a server: write it as https://dav.example.org/") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError("it is no address of a server: write it as https://dav.example.org/")
    if "@" in parts.netloc:
        raise ValueError("leave name and password out of it (--user NAME; `kith connect` asks for the password)")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise ValueError("it would be asked without encryption: write it with https://")
    return value


def shown(value: object) -> str:
    """A value as a message may show it: of an address only where it leads, for what follows may be a secret."""
    if not isinstance(value, str) or "://" not in value:
        return repr(value)
    scheme, _, rest = value.partition("://")
    return repr(f"{scheme}://{rest.partition('/')[0].rpartition('@')[2]}/…")
