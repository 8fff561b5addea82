"""One request to one server and its whole answer: connections, TLS, proxies, limits."""

import ssl
from collections.abc import Iterable
from functools import cache
from typing import Final, cast
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from configs.errors import UserError
from connectors.network.answers import Answer, NetworkLimits, body_of
from connectors.network.clock import Clock, TimedBackend
from connectors.network.places import is_host, is_loopback

_CONNECTIONS: Final = 4


class Transport:
    """Connections that are kept open between requests. They belong to one thread at a time."""

    def __init__(self, limits: NetworkLimits, verify: ssl.SSLContext | None) -> None:
        self._limits = limits
        self._verify = verify
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}
        self.clock = Clock()

    def fetch(self, request: httpx.Request) -> Answer:
        """Send the request and read the whole answer.

        Raises:
            httpcore's errors, TooSlowError, TooMuchError, BrokenAnswerError: what went wrong.
            UserError: the proxy of the environment is none that Kith can use.
        """
        timeout = self._limits.timeout_seconds
        sent = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.content,
            extensions={"timeout": {"connect": timeout, "read": timeout, "write": timeout, "pool": timeout}},
        )
        response = self._pool(request.url).handle_request(sent)
        try:
            headers = _headers(response.headers)
            encoding = headers.get("content-encoding", "").strip().lower()
            chunks = cast("Iterable[bytes]", response.stream)
            body = body_of(chunks, encoding=encoding, most=self._limits.answer_bytes)
        finally:
            response.close()
        if headers.pop("content-encoding", None) is not None:
            headers.pop("content-length", None)
        return Answer(response.status, headers, body, str(request.url))

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def _pool(self, url: httpx.URL) -> httpcore.ConnectionPool:
        proxy = _proxy(url)
        if proxy not in self._pools:
            self._pools[proxy] = self._new_pool(proxy)
        return self._pools[proxy]

    def _new_pool(self, proxy: str | None) -> httpcore.ConnectionPool:
        backend = TimedBackend(self.clock)
        context = self._verify or _default_context()
        if proxy is None:
            return httpcore.ConnectionPool(
                ssl_context=context, max_connections=_CONNECTIONS, keepalive_expiry=60, network_backend=backend
            )
        try:
            settings = httpx.Proxy(proxy)
        except (httpx.InvalidURL, ValueError):
            raise _no_proxy() from None  # the error would show its password
        if settings.url.scheme not in {"http", "https"} or not is_host(settings.url.host):
            raise _no_proxy()
        return httpcore.HTTPProxy(
            proxy_url=httpcore.URL(
                scheme=settings.url.raw_scheme,
                host=settings.url.raw_host,
                port=settings.url.port,
                target=settings.url.raw_path,
            ),
            proxy_auth=settings.raw_auth,
            ssl_context=context,
            max_connections=_CONNECTIONS,
            keepalive_expiry=60,
            network_backend=backend,
        )


@cache
def _default_context() -> ssl.SSLContext:
    """TLS 1.2 or newer, checked against certifi's authorities or those that SSL_CERT_FILE names."""
    context = httpx.create_ssl_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _no_proxy() -> UserError:
    return UserError(
        "The proxy that the environment names (HTTPS_PROXY, ALL_PROXY) is none that Kith can use: "
        "it takes http:// and https:// proxies."
    )


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case names; several of one name are joined, as RFC 9110 § 5.3 has it."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _proxy(url: httpx.URL) -> str | None:
    """The proxy that the environment names for an address; this machine is never asked through one."""
    if is_loopback(url):
        return None
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(url.host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
