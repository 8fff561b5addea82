"""Where requests may go: redirects, other hosts, addresses with secrets in them."""

from typing import ClassVar

import httpx
import pytest

from configs.errors import RefusedError, UserError
from connectors.network import Network
from tests.connectors.network.limits import SMALL
from tests.emulators.hostile import (
    Hostile,
    page,
    redirect,
)


class TestPlaces:
    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_a_redirect_on_the_same_host_is_followed(self, network: Network, status: int) -> None:
        with Hostile(redirect("/there?x=1", status=status), page(b"hello")) as server:
            answer = network.send("PROPFIND", f"{server.url}/here", content=b"<x/>", headers={"Depth": "0"})
        assert (answer.body, answer.url) == (b"hello", f"{server.url}/there?x=1")
        assert server.requests[1].startswith(b"PROPFIND /there?x=1 ")
        assert server.requests[1].endswith(b"<x/>")
        assert b"depth: 0\r\n" in server.requests[1].lower()

    def test_see_other_is_fetched(self, network: Network) -> None:
        with Hostile(redirect("/there", status=303), page(b"hello")) as server:
            network.send("POST", server.url, content=b"x")
        assert server.requests[1].startswith(b"GET /there ")
        assert server.requests[1].endswith(b"\r\n\r\n")

    def test_a_redirect_to_nowhere_is_given_back(self, network: Network) -> None:
        with Hostile(page(status=302)) as server:
            assert network.send("GET", server.url).status == 302

    def test_a_circle_ends(self, network: Network) -> None:
        with Hostile(redirect("/")) as server, pytest.raises(RefusedError, match="more than 5 times"):
            network.send("GET", server.url)
        assert len(server.requests) == 6

    ELSEWHERE: ClassVar = {
        "https://evil.example.org/": "another host, evil.example.org",
        "//evil.example.org/": "another host, evil.example.org",
        "http://127.0.0.1.evil.example.org/": "another host, 127.0.0.1.evil",
        "https://127.0.0.1@evil.example.org/": "another host, evil.example.org",
        "file:///etc/passwd": "another host",
        "ftp://127.0.0.1/": "without encryption",
        "http://ada:s3cret@127.0.0.1/": "with a password in it",
        "https://[": "another host",
        "https://[::1": "to an address that is none",
        "javascript:alert(1)": "another host",
    }

    @pytest.mark.parametrize(("to", "said"), ELSEWHERE.items())
    def test_a_redirect_elsewhere_is_not_followed(
        self, network: Network, to: str, said: str, waits: list[float]
    ) -> None:
        with Hostile(redirect(to)) as server, pytest.raises(RefusedError, match=said) as caught:
            network.send("GET", server.url)
        assert "s3cret" not in str(caught.value)
        assert (len(server.requests), waits) == (1, [])

    def test_the_password_never_goes_to_another_host(self) -> None:
        with Hostile(page(b"thanks"), host="localhost") as other, Hostile(redirect(f"{other.url}/")) as server:
            with Network(limits=SMALL, auth=("ada", "s3cret")) as network:
                with pytest.raises(RefusedError, match="another host, localhost"):
                    network.send("GET", server.url)
                with pytest.raises(RefusedError, match="names an address on another host, localhost: not asked"):
                    network.send("GET", other.url)
            assert other.requests == []

    def test_it_goes_to_the_hosts_that_were_agreed_upon(self) -> None:
        with Hostile(page(b"hello"), host="localhost") as other, Hostile(redirect(f"{other.url}/")) as server:
            with Network(limits=SMALL, auth=("ada", "s3cret"), hosts=("LocalHost",)) as network:
                assert network.send("GET", server.url).body == b"hello"
            assert b"authorization: basic" in other.requests[0].lower()

    @pytest.mark.parametrize(
        ("host", "is_allowed"),
        [
            ("icloud.example.org", True),
            ("p12.icloud.example.org", True),
            ("dav.example.com", True),
            ("x.dav.example.com", False),
            ("evilicloud.example.org", False),
            ("icloud.example.org.evil.example", False),
        ],
    )
    def test_a_dot_stands_for_all_below_a_host(self, host: str, is_allowed: bool) -> None:
        with Network(auth=("ada", "s3cret"), hosts=(".icloud.example.org", "dav.example.com")) as network:
            network._home = "first.example.net"
            if is_allowed:
                network._check_home(httpx.URL(f"https://{host}/"))
            else:
                with pytest.raises(RefusedError):
                    network._check_home(httpx.URL(f"https://{host}/"))

    def test_nothing_is_asked_without_encryption(self, network: Network) -> None:
        with pytest.raises(RefusedError, match=r"dav.example.org would be asked without encryption.*https://"):
            network.send("GET", "http://dav.example.org/")

    @pytest.mark.parametrize("address", ["", "dav.example.org", "ftp://dav.example.org", "https://", "https://[", "\0"])
    def test_what_is_no_address_is_said_so(self, network: Network, address: str) -> None:
        with pytest.raises(UserError, match="is no address of a server"):
            network.send("GET", address)

    def test_a_password_in_the_address_is_refused_and_not_shown(self, network: Network) -> None:
        for address in ("https://ada:s3cret@dav.example.org/", "https://ada:s3cret@[", "ada:s3cret@dav.example.org"):
            with pytest.raises(UserError) as caught:
                network.send("GET", address)
            assert "s3cret" not in str(caught.value)

    def test_what_cannot_be_sent_is_not_shown(self, network: Network) -> None:
        with Hostile(page()) as server:
            for value in ("s3cret\r\nX: y", "s3cret-\u2026"):
                with pytest.raises(UserError, match="characters that can't be sent") as caught:
                    network.send("GET", server.url, headers={"Authorization": value})
                assert "s3cret" not in str(caught.value)
                assert caught.value.__suppress_context__
