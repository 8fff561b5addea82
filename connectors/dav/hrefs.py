"""Hrefs as servers write them, and the one form in which Kith keeps them.

A server may write a name as "Öffi s.vcf", "%C3%96ffi%20s.vcf" or "%c3%96ffi%20s%2Evcf", with or without its host, and
another way in the next answer. Kept is the path, percent-encoded as RFC 3986 § 3.3 asks and no further, so that equal
names are equal and no name can be mistaken for two.
"""

import re
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes, urljoin, urlsplit

from configs.errors import RefusedError

_SAFE: Final = "-._~!$&'()*+,;=:@"
_PLAIN: Final = re.compile(r"[A-Za-z0-9/\-._~!$&'()*+,;=:@]*\Z")


def kept_path(path: str) -> str:
    """A path in the form in which it is kept."""
    if _PLAIN.match(path):
        return path
    return "/".join(quote_from_bytes(unquote_to_bytes(segment), _SAFE) for segment in path.split("/"))


def shown(segment: str) -> str:
    """A part of a kept path as people read it."""
    return unquote_to_bytes(segment).decode("utf-8", "replace")


def collection_path(url: str) -> str:
    """The kept path of a collection, with the "/" at its end that some servers leave out."""
    return kept_path(urlsplit(url).path).rstrip("/") + "/"


def is_elsewhere(url: str, collection_url: str) -> bool:
    """Whether an address lies on another host than the collection's; ports don't matter."""
    return urlsplit(url).hostname != urlsplit(collection_url).hostname


def member_name(href: str, collection_url: str, prefix: str) -> str | None:
    """What follows the collection's own path (`prefix`), in the kept form: "" for itself, None for what isn't in it.

    Raises:
        RefusedError: the href is on another host.
    """
    if href.startswith(prefix) and _PLAIN.match(href):
        return href[len(prefix) :]
    try:
        url = urljoin(collection_url, href)
    except ValueError:  # a host that is none
        return None
    if is_elsewhere(url, collection_url):
        host = urlsplit(collection_url).hostname
        raise RefusedError(f"{host} names entries on another host ({urlsplit(url).hostname}): not asked for.")
    path = kept_path(urlsplit(url).path)
    if path.rstrip("/") + "/" == prefix:
        return ""
    return path[len(prefix) :] if path.startswith(prefix) else None
