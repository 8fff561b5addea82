"""The interactive SQL shell of `kith query`."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from configs.errors import UserError
from flows.cli.console import out, print_error

if TYPE_CHECKING:
    from warehouse.reading import WarehouseReader

_KEYWORDS: Final = [
    "select",
    "from",
    "where",
    "group",
    "by",
    "order",
    "limit",
    "join",
    "left",
    "inner",
    "using",
    "on",
    "having",
    "count",
    "sum",
    "min",
    "max",
    "avg",
    "distinct",
    "as",
    "and",
    "or",
    "not",
    "in",
    "like",
    "ilike",
    "is",
    "null",
    "between",
    "case",
    "when",
    "then",
    "else",
    "end",
    "union",
    "all",
    "with",
    "describe",
    "summarize",
    "unnest",
    "desc",
    "asc",
]
_GREETING: Final = (
    "DuckDB SQL over your warehouse, read-only. End with ; — `show tables;` lists the tables, Ctrl-D leaves."
)


def run_shell(reader: "WarehouseReader", history: Path) -> None:
    """Read statements up to their semicolon and print what they give, until the end of input."""
    history.touch(mode=0o600)
    words = [*_KEYWORDS, *reader.tables(), *reader.columns()]
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        lexer=PygmentsLexer(SqlLexer),
        completer=WordCompleter(words, ignore_case=True),
        complete_while_typing=False,
    )
    out.print(_GREETING)
    statement = ""
    while True:
        try:
            line = session.prompt("   ...> " if statement else "kith> ")
        except KeyboardInterrupt:
            statement = ""
            continue
        except EOFError:
            return
        statement = f"{statement}\n{line}" if statement else line
        if statement.strip().lower().rstrip(";") in {"exit", "quit", ".exit", ".quit", "\\q"}:
            return
        if statement.rstrip().endswith(";"):
            _answer(reader, statement)
            statement = ""


def _answer(reader: "WarehouseReader", statement: str) -> None:
    try:
        relation = reader.query(statement)
        if relation is not None:
            out.file.write(reader.render(relation, "table", width=out.width).decode())
    except UserError as error:
        print_error(error)
