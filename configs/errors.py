"""The one kind of error that a person can mend, and so reads without a traceback."""


class UserError(Exception):
    """What is wrong, where, and what to do about it, in words for the person at the keyboard.

    Everything else that is raised is a fault of Kith's and keeps its traceback.
    """

    exit_code: int = 1


class UsageError(UserError):
    """The command was understood but can't be answered as asked (ambiguous, not found, malformed)."""

    exit_code = 2
