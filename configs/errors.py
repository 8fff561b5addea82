"""The one kind of error that a person can mend, and so reads without a traceback."""


class UserError(Exception):
    """What is wrong, where, and what to do about it, in words for the person at the keyboard.

    Everything else that is raised is a fault of Kith's and keeps its traceback.
    """

    exit_code: int = 1


class UsageError(UserError):
    """The command was understood but can't be answered as asked (ambiguous, not found, malformed)."""

    exit_code = 2


class UnreachableError(UserError):
    """A server can't be reached now, or doesn't answer as it should, though it was asked several times."""


class RefusedError(UserError):
    """A server does what Kith refuses: another host, a certificate nobody vouches for, too much, too slow."""


class SignInError(UserError):
    """A server doesn't take the sign-in (any more): the user has to sign in again, so nothing is tried again."""
