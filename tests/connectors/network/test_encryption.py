"""Who is believed, and that nothing is said to anybody else; and ways through proxies."""

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme

from configs.errors import RefusedError, UnreachableError, UserError
from connectors.network import Network, NetworkLimits, transport
from tests.emulators.hostile import Hostile, page, raw

FEW = NetworkLimits(tries=2, timeout_seconds=2, answer_seconds=5)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def of_server(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def of_client(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
def _fresh_context() -> Iterator[None]:
    transport._default_context.cache_clear()
    yield
    transport._default_context.cache_clear()


def test_a_certificate_of_a_known_authority_is_taken(authority: trustme.CA) -> None:
    with (
        Hostile(page(b"hello"), context=of_server(authority, "127.0.0.1")) as server,
        Network(limits=FEW, verify=of_client(authority)) as network,
    ):
        assert network.send("GET", server.url).body == b"hello"


@pytest.mark.usefixtures("_fresh_context")
def test_the_environment_may_name_an_authority(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with (
        Hostile(page(b"hello"), context=of_server(authority, "127.0.0.1")) as server,
        Network(limits=FEW) as network,
    ):
        assert network.send("GET", server.url).body == b"hello"


@pytest.mark.parametrize("names", [("127.0.0.1",), ("dav.example.org",)])
def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(
    authority: trustme.CA, names: tuple[str, ...]
) -> None:
    waits: list[float] = []
    trusted = of_client(authority) if names == ("dav.example.org",) else None
    with (
        Hostile(page(b"hello"), context=of_server(authority, *names)) as server,
        Network(limits=FEW, auth=("ada", "s3cret"), verify=trusted, sleep=waits.append) as network,
        pytest.raises(RefusedError, match=r"Nobody vouches for the certificate of 127.0.0.1.*SSL_CERT_FILE") as caught,
    ):
        network.send("GET", server.url)
    assert "s3cret" not in str(caught.value)
    assert (server.requests, waits) == ([], [])


def test_old_encryption_is_refused(authority: trustme.CA) -> None:
    context = of_server(authority, "127.0.0.1")
    with pytest.warns(DeprecationWarning, match="TLS"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with (
        Hostile(page(b"hello"), context=context) as server,
        Network(limits=FEW, verify=of_client(authority)) as network,
        pytest.raises(RefusedError, match=r"doesn't speak TLS 1\.2"),
    ):
        network.send("GET", server.url)


@pytest.mark.usefixtures("_fresh_context")
def test_what_is_trusted_by_default_wants_tls_1_2_and_checks_names() -> None:
    context = transport._default_context()
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_server_that_speaks_no_tls_is_out_of_reach(authority: trustme.CA) -> None:
    with (
        Hostile(page()) as server,
        Network(limits=FEW._replace(timeout_seconds=0.1), verify=of_client(authority), sleep=lambda _: None) as network,
        pytest.raises((UnreachableError, RefusedError)),
    ):
        network.send("GET", server.url.replace("http:", "https:"))


class Tunnel:
    """A proxy that leads every CONNECT to one server, wherever it wanted to go."""

    def __init__(self, server: Hostile) -> None:
        self._port = int(server.url.rpartition(":")[2])
        self.heads: list[bytes] = []

    def __call__(self, connection: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as there:
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=self._pass_on, args=(there, connection))
            back.start()
            self._pass_on(connection, there)
            back.join()

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket) -> None:
        try:
            while block := source.recv(1 << 16):
                target.sendall(block)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return


class TestProxies:
    @pytest.fixture(autouse=True)
    def _environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)

    @pytest.mark.parametrize("has_scheme", [True, False])
    def test_the_way_is_through_the_proxy_of_the_environment(
        self, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, has_scheme: bool
    ) -> None:
        with (
            Hostile(page(b"hello"), context=of_server(authority, "dav.example.org")) as server,
            Hostile(Tunnel(server)) as proxy,
        ):
            address = proxy.url.replace("http://", "http://ada:pr0xy@" if has_scheme else "")
            monkeypatch.setenv("HTTPS_PROXY", address)
            with Network(limits=FEW, auth=("ada", "s3cret"), verify=of_client(authority)) as network:
                assert network.send("GET", "https://dav.example.org/").body == b"hello"
            assert proxy.requests[0].startswith(b"CONNECT dav.example.org:443 ")
            assert (b"proxy-authorization" in proxy.requests[0].lower()) == has_scheme
            assert b"authorization: basic" in server.requests[0].lower()
            assert b"proxy-authorization" not in server.requests[0].lower()

    def test_this_machine_is_never_asked_through_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with Hostile(page(b"proxy")) as proxy, Hostile(page(b"hello")) as server:
            monkeypatch.setenv("ALL_PROXY", proxy.url)
            with Network(limits=FEW) as network:
                assert network.send("GET", server.url).body == b"hello"
            assert proxy.requests == []

    def test_a_host_may_be_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", "example.org")
        assert transport._proxy(httpx.URL("https://dav.example.org/")) is None
        assert transport._proxy(httpx.URL("https://dav.example.com/")) == "http://127.0.0.1:9"

    def test_a_proxy_that_says_no_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with Hostile(raw(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")) as proxy:
            monkeypatch.setenv("ALL_PROXY", proxy.url)
            with (
                Network(limits=FEW, sleep=lambda _: None) as network,
                pytest.raises(UnreachableError, match="the proxy doesn't let it through, after 2 tries"),
            ):
                network.send("GET", "https://dav.example.org/")

    @pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "nonsense://x", "http://[:"])
    def test_one_that_cannot_be_used_is_said_so(self, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        with Network(limits=FEW) as network, pytest.raises(UserError, match="none that Kith can use"):
            network.send("GET", "https://dav.example.org/")
