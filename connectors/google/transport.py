"""How Google's sign-in library asks for tokens: through `connectors.network`, within its limits."""

from collections.abc import Mapping

from google.auth import transport

from connectors.network import Answer, Network


class NetworkRequest(transport.Request):
    """What google.auth calls to send a request.

    UnreachableError and RefusedError of the network pass through google.auth as they are.
    """

    def __init__(self, network: Network) -> None:
        self._network = network

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the network has its own
        **_kwargs: object,
    ) -> transport.Response:
        """Send a request and give its answer; time and size are limited by the network."""
        answer = self._network.send(method, url, headers=headers, content=body, is_transient=_is_web_page)
        return _Response(answer)


def _is_web_page(answer: Answer) -> str | None:
    """Google's sign-in answers with JSON; what answers otherwise is a hotel's network, or a proxy."""
    is_page = answer.body.lstrip()[:1] == b"<"
    return "it answers with a web page (does this network want you to sign in first?)" if is_page else None


class _Response(transport.Response):
    """An answer, as google.auth reads one."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self._answer.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, by lower-case names."""
        return self._answer.headers

    @property
    def data(self) -> bytes:
        """The body."""
        return self._answer.body
