import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.records import Url
from tests.transforms.frames import contact, raw_frame
from tests.transforms.strategies import texts
from transforms.links import Link, read_link
from transforms.urls import contact_urls

LINKS = (
    (("Example.ORG/Path",), Link("https://example.org/Path")),
    (("Example.org:8080/",), Link("https://example.org:8080/")),
    (("//example.org/x",), Link("https://example.org/x")),
    (("<HTTP://Example.org:80/a b?utm_source=x&b=1>",), Link("http://example.org/a%20b?b=1")),
    (("https://example.org/?fbclid=1",), Link("https://example.org/")),
    (("http://[bad",), Link()),
    (("http://",), Link()),
    (("call me",), Link()),
    (("ada@example.org",), Link()),
    (("tel:+442079460018",), Link("tel:+442079460018")),
    (("webcal://example.org/a.ics",), Link("webcal://example.org/a.ics", "calendar")),
    (("https://example.org/a.jpg", "photo"), Link("https://example.org/a.jpg", "photo")),
    (("https://GitHub.com/Ada",), Link("https://github.com/Ada", "social", "github", "Ada")),
    (("https://twitter.com/search?q=a",), Link("https://twitter.com/search?q=a", "web", "twitter")),
    (
        ("https://chat.example/u/ada", "social", "Example"),
        Link("https://chat.example/u/ada", "social", "example", "ada"),
    ),
    (("x-apple:ada", "social", "GitHub"), Link("https://github.com/ada", "social", "github", "ada")),
    (("@ada", "social", "X"), Link("https://twitter.com/ada", "social", "twitter", "ada")),
    (("ada", "social", "Somewhere"), Link(None, "social", "somewhere", "ada")),
    (("ada", "social", None), Link(None, "social", None, "ada")),
    (("ada", "social", "mastodon"), Link(None, "social", "mastodon", "ada")),
    (("@ada@mastodon.social",), Link("https://mastodon.social/@ada", "social", "mastodon", "ada@mastodon.social")),
    (
        ("https://mastodon.social/@ada",),
        Link("https://mastodon.social/@ada", "social", "mastodon", "ada@mastodon.social"),
    ),
    (("skype:ada.example?call", "im"), Link("skype:ada.example?call", "im", "skype", "ada.example")),
    (("ada.example", "im", "Skype"), Link("skype:ada.example", "im", "skype", "ada.example")),
    (("ada@example.org", "im", "Jabber"), Link("xmpp:ada@example.org", "im", "xmpp", "ada@example.org")),
    (("ada", "im", "Carrier pigeon"), Link(None, "im", "carrier pigeon", "ada")),
    (
        ("ada-example", "social", "LinkedIn"),
        Link("https://www.linkedin.com/in/ada-example", "social", "linkedin", "ada-example", "ada-example"),
    ),
)


@pytest.mark.parametrize(("asked", "expected"), LINKS)
def test_a_link_says_where_it_leads_and_whose_it_is(asked: tuple[str, ...], expected: Link) -> None:
    assert read_link(*asked) == expected


SLUGS = (
    ("https://www.linkedin.com/in/Ada-Example-12", "ada-example-12"),
    ("www.linkedin.com/in/ada-example/", "ada-example"),
    ("linkedin.com/in/j%C3%BCrgen/de?trk=x", "jürgen"),
    ("https://uk.linkedin.com/pub/ada-example/1b/234/567", "ada-example/1b/234/567"),
    ("https://www.linkedin.com/mwlite/in/ada", "ada"),
    ("https://www.linkedin.com/company/acme", None),
    ("https://www.linkedin.com/in/", None),
    ("https://notlinkedin.com/in/ada", None),
    ("https://example.org/linkedin.com/in/ada", None),
    ("", None),
)


@pytest.mark.parametrize(("url", "slug"), SLUGS)
def test_the_slug_is_linkedins_key_for_a_person(url: str, slug: str | None) -> None:
    assert read_link(url).linkedin_slug == slug


@given(
    texts.map(lambda text: " ".join(text.split())),
    st.sampled_from(["web", "social", "im", "photo"]),
    st.sampled_from([None, "github", "LinkedIn", "skype", "Somewhere", "mastodon"]),
)
def test_no_text_makes_it_raise_and_a_link_is_read_as_itself(text: str, kind: str, service: str | None) -> None:
    link = read_link(text, kind, service)
    assert link.url is None or read_link(link.url, link.kind, link.service) == link


def test_links_of_a_contact_keep_their_raw_form() -> None:
    raw = raw_frame(
        contact(
            urls=(Url("Example.org", label="HOME"), Url(" ", kind="im"), Url("ada", kind="social", service="github"))
        )
    )
    found = contact_urls(raw.lazy()).collect()
    assert found.select("ordinal", "url", "kind", "service", "handle", "label", "raw").rows() == [
        (1, "https://example.org", "web", None, None, "home", "Example.org"),
        (2, None, "im", None, None, None, " "),
        (3, "https://github.com/ada", "social", "github", "ada", None, "ada"),
    ]
