"""Errors that a person can mend have exit codes that scripts can trust."""

import pytest

from configs.errors import UsageError, UserError


@pytest.mark.parametrize(("kind", "code"), [(UserError, 1), (UsageError, 2)])
def test_they_say_their_message_and_have_an_exit_code(kind: type[UserError], code: int) -> None:
    error = kind("Choose Connections.csv.")
    assert (str(error), error.exit_code) == ("Choose Connections.csv.", code)
    assert isinstance(error, UserError)
