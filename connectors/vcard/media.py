"""Takes pictures, logos, recordings and keys out of a card: their bytes are kept once per hash, beside the contact."""

import hashlib
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from connectors.records import Photo, Url
from connectors.vcard.card import Card
from connectors.vcard.heads import Head
from connectors.vcard.values import decode_base64, unescape

_DATA_URI: Final = re.compile(r"data:([^;,\\]*)((?:\\?;[^;,\\]*)*)\\?,", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_SHORTEST_BARE: Final = 200
"""Characters from which a value without ENCODING is tried as base64; a shorter one may be the name of a file."""


def read_media(card: Card, head: Head, value: str) -> None:
    """PHOTO, LOGO, SOUND, KEY: inline bytes are taken out, an address is kept as one, the rest stays in `extra`."""
    inline = _DATA_URI.match(value)
    if not inline and (_ADDRESS.match(value) or not (head.encoding == "base64" or len(value) >= _SHORTEST_BARE)):
        card.urls.append(Url(unescape(value), card.label(head), head.name.lower()))
        return
    content = _content(value, inline)
    if not content:
        card.add_extra(head.name, value)
        return
    key = hashlib.blake2b(content, digest_size=16).hexdigest()
    media_type = (inline[1] if inline else None) or head.param("MEDIATYPE") or next(iter(head.types), None)
    card.photo_bytes[key] = content
    card.photos.append(Photo(key, len(content), media_type, head.name.lower()))


def _content(value: str, inline: re.Match[str] | None) -> bytes:
    if not inline:
        return decode_base64(value)
    content = value[inline.end() :]
    # A few writers say "data:image/png;,…" and mean base64.
    is_text = inline[1].startswith("text/") and "base64" not in inline[2].lower()
    return unquote_to_bytes(unescape(content)) if is_text else decode_base64(content.replace("%2B", "+"))
