"""Reads a web address, a profile or a messenger's handle: where it leads, on which network, and whose it is."""

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from configs.words import word_list
from transforms.values import fold

_SCHEME: Final = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PORT: Final = re.compile(r"\d{1,5}(?:/|$)")
_HOST: Final = re.compile(r"^(?:[\w-]+\.)+[^\W\d]{2,63}(?::\d{1,5})?(?:[/?#]|$)")
_WEB_SCHEMES: Final = frozenset({"http", "https", "ftp", "webcal", "webcals"})
_FEDIVERSE: Final = re.compile(r"^@?(?P<name>[\w.-]+)@(?P<host>(?:[\w-]+\.)+[a-z]{2,})$", re.IGNORECASE)
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}
_APPLE: Final = re.compile(r"^x-apple:", re.IGNORECASE)
_UNSAFE: Final = re.compile(r"[\s#?%/]")
_UNSEEN: Final = re.compile(r"\s+")


class Link(NamedTuple):
    """Where an address leads."""

    url: str | None = None
    kind: str = "web"
    service: str | None = None
    handle: str | None = None
    linkedin_slug: str | None = None


@cache
def _services() -> dict[str, str]:
    """What a service is called, by every way of calling it (folded)."""
    lists = word_list("services")
    own = {fold(service): service for group in ("profiles", "im") for service in lists[group]}
    schemes = {scheme: service for service, known in lists["im"].items() for scheme in known}
    return schemes | own | {alias: service for service, known in lists["aliases"].items() for alias in known}


@cache
def _profiles() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Services and patterns of their paths by host."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for service, forms in word_list("services")["profiles"].items():
        for form in forms:
            host, _, path = form.partition("/")
            before = re.escape(path.removesuffix("{handle}")).replace("@", "@?")
            found.setdefault(host, []).append((service, re.compile(rf"^/{before}([^/?#]+)", re.IGNORECASE)))
    return found


def service_name(text: str | None) -> str | None:
    """The plain name of a network or messenger; one that isn't known is folded; None where there is none."""
    name = fold((text or "").removeprefix("X-"))
    return _services().get(name) or name or None


def _is_noise(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    known = word_list("services")["noise"]["parameters"]
    return any(name.startswith(noise[:-1]) if noise.endswith("*") else name == noise for noise in known)


def _split(text: str) -> SplitResult | None:
    try:
        return urlsplit(text)
    except ValueError:  # brackets that are no IPv6 address
        return None


def _tidy(parts: SplitResult) -> str:
    """The address with its host in lower case and without default port and tracking parameters."""
    login, at, host = parts.netloc.rpartition("@")
    host = host.lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme, ":")).removesuffix(".")
    query = "&".join(part for part in parts.query.split("&") if part and not _is_noise(part))
    return urlunsplit((parts.scheme.lower(), f"{login}{at}{host}", parts.path, query, parts.fragment))


def _slug(path: str) -> str | None:
    """LinkedIn's key for a person, from /in/SLUG (and /de/in/SLUG) or the older /pub/NAME/1/2/3, percent-decoded."""
    segments = [segment for segment in path.split("/") if segment]
    for at, segment in enumerate(segments[:3]):
        if segment.lower() in {"in", "pub"} and len(segments) > at + 1:
            rest = segments[at + 1 :] if segment.lower() == "pub" else segments[at + 1 : at + 2]
            slug = unicodedata.normalize("NFC", unquote("/".join(rest)).strip().lower())
            return slug.strip("/ ") or None
    return None


def _profile(parts: SplitResult) -> tuple[str | None, str | None]:
    """The network whose profile an address is, and the handle."""
    host = (parts.hostname or "").removeprefix("www.")
    known = _profiles().get(host, [])
    for service, path in known:
        found = path.match(parts.path)
        if found and found[1].lower() not in word_list("services")["noise"]["pages"]:
            return service, unquote(found[1]).lstrip("@") or None
    return (known[0][0], None) if known else (None, None)


def _web_link(text: str, kind: str, service: str | None) -> Link:
    parts = _split(_UNSEEN.sub("%20", text))
    if parts is None or not parts.hostname:
        return Link(None, kind, service)
    network, handle = _profile(parts)
    host = (parts.hostname or "").lower()
    is_linkedin = host == "linkedin.com" or host.endswith(".linkedin.com")
    slug = _slug(parts.path) if is_linkedin else None
    network = "linkedin" if is_linkedin else network
    if kind == "web" and (handle or slug):
        kind = "social"
    if kind == "social" and handle is None and service:
        handle = parts.path.strip("/").rpartition("/")[2].lstrip("@") or None
    if handle and "mastodon" in {service, network}:
        handle = f"{handle}@{host}"  # a name there is somebody's only together with its host
    return Link(_tidy(parts), kind, service or network, slug or handle, slug)


def _quoted(handle: str) -> str:
    return _UNSAFE.sub(lambda sign: quote(sign[0], safe=""), handle)


def _profile_address(service: str, handle: str) -> str | None:
    forms = word_list("services")["profiles"].get(service)
    if forms is None or service in word_list("services")["homes"]["many"]:
        return None
    place = forms[0].format(handle=_quoted(handle))
    return f"https://www.{place}" if service == "linkedin" else f"https://{place}"


def _handle_link(text: str, kind: str, service: str | None) -> Link:
    """A handle without an address: the address is made of it where the network's form is known."""
    found = _FEDIVERSE.match(text)
    if found and kind != "im" and (service == "mastodon" or (service is None and text.startswith("@"))):
        name, host = found["name"], found["host"].lower()
        return Link(f"https://{host}/@{name}", "social", "mastodon", f"{name}@{host}")
    handle = unquote(text).strip("@/ ") if fold(text) else None
    if not handle or service is None or kind not in {"social", "im"}:
        return Link(None, kind, service, handle if kind in {"social", "im"} else None)
    if kind == "im":
        scheme = word_list("services")["im"].get(service, [None])[0]
        return Link(f"{scheme}:{_quoted(handle)}" if scheme else None, kind, service, handle)
    slug = _slug(f"/in/{handle}") if service == "linkedin" else None
    return Link(_profile_address(service, slug or handle), kind, service, slug or handle, slug)


def read_link(text: str, kind: str = "web", service: str | None = None) -> Link:
    """What an address or handle is. `kind` and `service` are what the source says about it.

    An address without a scheme gets https. What is no address has no url; a handle of a known network gets one.
    """
    bare = _APPLE.sub("", text.strip(" <>")).removeprefix("//")
    network = service_name(service)
    scheme = _SCHEME.match(bare)
    name = scheme[1].lower() if scheme else ""
    rest = bare[scheme.end() :] if scheme else bare
    messenger = _services().get(name)
    if scheme is None or (messenger is None and _PORT.match(rest)):  # example.org:80 has no scheme
        is_host = _HOST.match(bare) and (kind != "im" or "/" in bare)
        return _web_link("https://" + bare, kind, network) if is_host else _handle_link(bare, kind, network)
    if name in _WEB_SCHEMES:
        return _web_link(bare, "calendar" if name.startswith("webcal") else kind, network)
    who = rest.lstrip("/")
    if messenger and who:
        return Link(f"{name}:{who}", "im", network or messenger, unquote(who.partition("?")[0]) or None)
    return Link(bare, kind, network)
