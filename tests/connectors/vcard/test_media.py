import base64
import hashlib

import pytest

from connectors.records import Photo, Url
from connectors.vcard.card import Card
from connectors.vcard.lines import properties
from connectors.vcard.readers import read_card

CONTENT = bytes(range(200))
ENCODED = base64.b64encode(CONTENT).decode()


def read(line: str) -> Card:
    return read_card(properties(f"BEGIN:VCARD\n{line}\nEND:VCARD".encode()))


def photo(content: bytes, media_type: str | None, kind: str = "photo") -> Photo:
    return Photo(hashlib.blake2b(content, digest_size=16).hexdigest(), len(content), media_type, kind)


@pytest.mark.parametrize(
    ("line", "media_type", "kind"),
    [
        (f"PHOTO;ENCODING=b;TYPE=JPEG:{ENCODED}", "jpeg", "photo"),
        (f"PHOTO;JPEG;ENCODING=BASE64:{ENCODED}", "jpeg", "photo"),
        (f"PHOTO;MEDIATYPE=image/png;ENCODING=b:{ENCODED}", "image/png", "photo"),
        (f"PHOTO:data:image/png;base64,{ENCODED}", "image/png", "photo"),
        (rf"PHOTO:data:image/png;base64\,{ENCODED}", "image/png", "photo"),
        (rf"PHOTO:data:image/png\;base64\,{ENCODED}", "image/png", "photo"),
        (f"PHOTO:data:image/png;a=b;base64,{ENCODED}", "image/png", "photo"),
        (f"PHOTO:data:image/png;,{ENCODED}", "image/png", "photo"),
        (f"PHOTO;TYPE=PNG:data:;base64,{ENCODED}", "png", "photo"),
        (f"PHOTO:{ENCODED}", None, "photo"),
        (f"LOGO;ENCODING=b:{ENCODED}", None, "logo"),
        (f"SOUND;TYPE=WAVE;ENCODING=b:{ENCODED}", "wave", "sound"),
        (f"KEY;ENCODING=b:{ENCODED}", None, "key"),
        (f"X-MS-OWN;ENCODING=BASE64:{ENCODED}", None, "x-ms-own"),
    ],
)
def test_bytes_are_taken_out(line: str, media_type: str | None, kind: str) -> None:
    card = read(line)
    assert card.photos == [photo(CONTENT, media_type, kind)]
    assert card.photo_bytes == {card.photos[0].hash: CONTENT}
    assert not card.extra


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("PHOTO;VALUE=uri:https://example.org/ada.jpg", "https://example.org/ada.jpg"),
        ("PHOTO;ENCODING=b:https://example.org/ada.jpg", "https://example.org/ada.jpg"),
        (r"PHOTO:https\://example.org/ada.jpg", "https://example.org/ada.jpg"),
        ("PHOTO:ada.jpg", "ada.jpg"),
        (f"PHOTO:https://example.org/{'a' * 300}", f"https://example.org/{'a' * 300}"),
    ],
)
def test_addresses_are_kept_as_such(line: str, url: str) -> None:
    card = read(line)
    assert card.urls == [Url(url, kind="photo")]
    assert not card.photos


@pytest.mark.parametrize("value", ["none", "QQ==", "(see the photo of last year)", "?" * 300])
def test_base64_that_is_none_is_no_picture(value: str) -> None:
    card = read(f"PHOTO;ENCODING=b:{value}")
    assert not card.photos
    assert card.extra == {"PHOTO": [value]}


def test_a_long_text_that_is_no_base64_is_no_picture() -> None:
    assert read(f"LOGO:{'a tree ' * 50}").extra == {"LOGO": [("a tree " * 50).strip()]}


def test_a_key_may_be_a_text() -> None:
    card = read(r"KEY:data:text/plain,a%20key\, of sorts")
    assert card.photos == [photo(b"a key, of sorts", "text/plain", "key")]


def test_the_same_picture_is_kept_once() -> None:
    card = read(f"PHOTO;ENCODING=b:{ENCODED}\nLOGO;ENCODING=b:{ENCODED}")
    assert len(card.photos) == 2
    assert len(card.photo_bytes) == 1
