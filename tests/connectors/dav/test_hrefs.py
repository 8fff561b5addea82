"""Hrefs have one form, however a server writes them."""

from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.errors import RefusedError
from connectors.dav.hrefs import collection_path, kept_path, member_name, shown

SEGMENTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1, max_size=12)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=4).map(lambda parts: "/" + "/".join(quote(part, "") for part in parts))


@given(PATHS)
def test_keeping_twice_changes_nothing(path: str) -> None:
    assert kept_path(kept_path(path)) == kept_path(path)


@given(PATHS)
def test_encoding_more_or_less_changes_nothing(path: str) -> None:
    more = "/".join("".join(f"%{byte:02x}" for byte in unquote(part).encode()) for part in path.split("/"))
    assert kept_path(more) == kept_path(path)


@given(PATHS, PATHS)
def test_paths_are_the_same_where_their_segments_are(one: str, other: str) -> None:
    is_same = [unquote(part) for part in one.split("/")] == [unquote(part) for part in other.split("/")]
    assert (kept_path(one) == kept_path(other)) == is_same


@given(PATHS)
def test_a_kept_path_says_what_it_said(path: str) -> None:
    assert [shown(part) for part in kept_path(path).split("/")] == [unquote(part) for part in path.split("/")]
    assert kept_path(path).isascii()
    assert "#" not in kept_path(path)


@given(st.binary(min_size=1, max_size=6).filter(lambda raw: b"/" not in raw))
def test_bytes_that_are_no_text_are_kept_apart(raw: bytes) -> None:
    path = "/" + "".join(f"%{byte:02X}" for byte in raw)
    assert kept_path(path) == "/" + quote(raw, "-._~!$&'()*+,;=:@")


@pytest.mark.parametrize("url", ["https://example.org/a b/c", "https://example.org/a%20b/c/", "/a%20b/c//"])
def test_a_collections_path_ends_with_a_slash(url: str) -> None:
    assert collection_path(url) == "/a%20b/c/"


@pytest.mark.parametrize(
    ("href", "name"),
    [
        ("/a/b.vcf", "b.vcf"),
        ("b.vcf", "b.vcf"),
        ("https://dav.example.org:8443/a/b%2evcf", "b.vcf"),
        ("/a/", ""),
        ("/a", ""),
        ("/a/b/c.vcf", "b/c.vcf"),
        ("/other/b.vcf", None),
        ("/ab.vcf", None),
        ("http://[", None),
        ("", ""),
    ],
)
def test_members_are_named_by_what_follows_the_collection(href: str, name: str | None) -> None:
    assert member_name(href, "https://dav.example.org/a/", "/a/") == name


@pytest.mark.parametrize("href", ["https://evil.example.net/a/b.vcf", "//evil.example.net/a/b.vcf"])
def test_members_are_on_the_collections_host(href: str) -> None:
    with pytest.raises(RefusedError, match=r"another host \(evil\.example\.net\)"):
        member_name(href, "https://dav.example.org/a/", "/a/")
