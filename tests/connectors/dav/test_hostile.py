"""What a hostile or broken server answers is refused, and nothing of it is taken."""

import pytest

from configs.errors import RefusedError, SignInError, UnreachableError, UserError
from tests.connectors.dav.asking import Asker, card
from tests.emulators.dav_books import Reply, Ways

BOOK = "/books/ada/friends/"
LAUGHS = """<!DOCTYPE d:multistatus [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
FILE = '<!DOCTYPE d:multistatus [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
OTHER = '<!DOCTYPE d:multistatus SYSTEM "http://evil.example.net/x.dtd">'


@pytest.fixture(autouse=True)
def _book(asking: Asker) -> None:
    asking.server.make(BOOK, name="Friends")["0.vcf"] = card("u0", "Ada Brandt")


@pytest.mark.parametrize("definitions", [LAUGHS, FILE, OTHER])
@pytest.mark.parametrize("before", ["", "<!-- so -->", "\n<?so so?> "])
def test_definitions_are_refused(asking: Asker, definitions: str, before: str) -> None:
    asking.server.mend = lambda text: text.replace("<d:multistatus", f"{before}{definitions}<d:multistatus")
    with pytest.raises(RefusedError, match="brings definitions of its own"):
        asking.pull()


@pytest.mark.parametrize("definitions", [LAUGHS, FILE])
def test_definitions_are_refused_among_members_too(asking: Asker, definitions: str) -> None:
    asking.server.make("/books/ada/work/", name="Work")["1.vcf"] = card("u1", "Ben Okafor")
    asking.server.books[BOOK]["2.vcf"] = card("u2", "Ben Okafor")
    asking.server.mend = lambda text: (
        text if "BEGIN:VCARD" not in text else text.replace("<d:mul", definitions + "<d:mul")
    )
    with pytest.raises(RefusedError, match="brings definitions of its own"):
        asking.pull()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no XML",
        b"<html><body>Welcome</body></html>",
        b"<d:multistatus xmlns:d='DAV:'>",
        b"<?xml",
        b"<!-- ",
        '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"),
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_what_is_no_answer_is_said_to_be_none(asking: Asker, body: bytes) -> None:
    asking.server.always("PROPFIND", "", Reply(207, body, (("content-type", "application/xml"),)))
    with pytest.raises(UnreachableError, match="answers with something that can't be read"):
        asking.pull()


@pytest.mark.parametrize("status", [200, 207, 300])
def test_a_web_page_is_said_to_be_one(asking: Asker, status: int) -> None:
    page = Reply(status, b"<!DOCTYPE html><html>Sign in</html>", (("content-type", "text/html; charset=utf-8"),))
    asking.server.always("PROPFIND", "", page)
    with pytest.raises(UnreachableError, match="answers with a web page"):
        asking.pull()


@pytest.mark.parametrize("status", [200, 302, 400, 404, 405])
def test_another_status_is_told(asking: Asker, status: int) -> None:
    kind = "text/html" if status >= 400 else "text/plain"
    asking.server.always("PROPFIND", "", Reply(status, b"<html>No</html>", (("content-type", kind),)))
    with pytest.raises(UserError, match=rf"127\.0\.0\.1 refuses what it is asked \(status {status}\)"):
        asking.pull()


def test_a_flood_of_tags_is_refused_before_it_fills_the_memory(asking: Asker) -> None:
    asking.server.mend = lambda text: text.replace("</d:multistatus>", "<d:x/>" * 4_000_000 + "</d:multistatus>")
    with pytest.raises(RefusedError, match="answers with more than 4,000,000 XML tags"):
        asking.pull()


def test_half_an_answer_leaves_everything_as_it_was(asking: Asker) -> None:
    asking.pull()
    asking.server.books[BOOK]["1.vcf"] = card("u1", "Ben Okafor")
    asking.server.mend = lambda text: text[: len(text) // 2] if "getetag" in text else text
    before = asking.mirror.cursor
    with pytest.raises(UnreachableError):
        asking.pull()
    assert asking.mirror.cursor == before


def test_an_address_on_another_host_gets_no_password(asking: Asker) -> None:
    asking.server.ways = Ways(principal="https://evil.example.net/principals/ada/")
    with pytest.raises(RefusedError, match="another host"):
        asking.pull()


def test_a_flood_of_homes_is_refused(asking: Asker) -> None:
    homes = "".join(f"<d:href>/books/ada/{number}/</d:href>" for number in range(100))
    asking.server.mend = lambda text: text.replace("<d:href>/books/ada/</d:href></card:add", f"{homes}</card:add")
    with pytest.raises(RefusedError, match="names 100 homes"):
        asking.pull()


class TestSignIn:
    @pytest.mark.parametrize("path", ["", BOOK[1:]])
    def test_a_refused_sign_in_says_what_to_do_and_no_secret(self, asking: Asker, path: str) -> None:
        asking.server.always("PROPFIND", "", Reply(401, b"correct horse"))
        with pytest.raises(SignInError) as caught:
            asking.pull(path)
        assert "doesn't take the user name and password" in str(caught.value)
        assert "horse" not in str(caught.value)
        assert len(asking.server.asked) == 1

    @pytest.mark.parametrize(
        "challenge", ['Digest realm="a, Basic", nonce="b=", qop="auth"', "Negotiate", "negotiate, Digest realm=a"]
    )
    def test_a_sign_in_of_another_kind_is_said_to_be_one(self, asking: Asker, challenge: str) -> None:
        asking.server.always("PROPFIND", "", Reply(401, b"", (("www-authenticate", challenge),)))
        with pytest.raises(SignInError, match=r"asks for a sign-in that Kith can't give \((digest|negotiate)"):
            asking.pull()

    @pytest.mark.parametrize("challenge", ['Basic realm="a"', 'Digest realm="a", Basic realm="b"', "Basic"])
    def test_of_several_kinds_basic_will_do(self, asking: Asker, challenge: str) -> None:
        asking.server.always("PROPFIND", "", Reply(401, b"", (("www-authenticate", challenge),)))
        with pytest.raises(SignInError, match="doesn't take the user name and password"):
            asking.pull()

    def test_it_says_what_the_provider_wants(self, asking: Asker) -> None:
        asking.server.always("PROPFIND", "", Reply(401))
        with pytest.raises(SignInError, match="Nextcloud takes only an app password"):
            asking.connector("remote.php/dav/").check()
