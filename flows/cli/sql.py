"""SQL as a user gives it, before DuckDB sees it."""

from configs.errors import UsageError


def checked_sql(text: str) -> str:
    """The text, if it is one and says something.

    Raises:
        UsageError: it is empty, or holds bytes that are no text.
    """
    if not text.strip(" \t\r\n;"):
        raise UsageError('There is no SQL in it. Try: kith query "select full_name from person limit 10"')
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            "The SQL holds bytes that are no UTF-8 text. Write it in a file as UTF-8, and use -f."
        ) from error
    return text
