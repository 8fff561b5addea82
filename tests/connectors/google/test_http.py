"""Google's requests over our network: whose sign-in was refused isn't asked for again."""

from datetime import timedelta

import google.auth.exceptions
import pytest

from configs.errors import SignInError, UnreachableError
from connectors.google import GoogleApi, GoogleContacts, GoogleOtherContacts
from connectors.network import Network
from tests.emulators.google import EmulatedCredentials, GoogleEmulator


class CountingCredentials(EmulatedCredentials):
    asked = 0

    def refresh(self, request: object) -> None:
        self.asked += 1
        super().refresh(request)


class SlowCredentials(CountingCredentials):
    def refresh(self, request: object) -> None:
        if not self.asked:
            self.asked += 1
            raise google.auth.exceptions.RefreshError("busy", retryable=True)  # type: ignore[no-untyped-call]
        super().refresh(request)


def test_a_sign_in_that_is_refused_is_asked_for_once() -> None:
    with GoogleEmulator() as emulator, Network() as network:
        emulator.is_revoked = True
        credentials = CountingCredentials(emulator, frozenset())
        api = GoogleApi(network, credentials, endpoint=emulator.url)
        for kind in (GoogleContacts, GoogleOtherContacts):
            with pytest.raises(SignInError, match=r"doesn't take the sign-in any more \(invalid_grant\)\."):
                list(kind(api, now=emulator.clock, full_every=timedelta(days=7)).pull())
        assert credentials.asked == 1


def test_a_sign_in_that_only_fails_is_asked_for_again() -> None:
    with GoogleEmulator() as emulator, Network() as network:
        credentials = SlowCredentials(emulator, emulator.credentials()._scopes_asked)
        contacts = GoogleContacts(
            GoogleApi(network, credentials, endpoint=emulator.url), now=emulator.clock, full_every=timedelta(days=7)
        )
        with pytest.raises(UnreachableError, match=r"Google's sign-in doesn't answer as it should"):
            contacts.check()
        assert contacts.check() == "0 contacts"
