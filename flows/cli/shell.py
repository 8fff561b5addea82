"""The interactive SQL shell of `kith query`."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from configs.errors import UserError
from configs.words import word_list
from flows.cli.console import SCREENFUL, out, print_error, printable
from flows.cli.sql import checked_sql
from flows.recording import is_interruption

if TYPE_CHECKING:
    from warehouse.reading import WarehouseReader

_LEAVE: Final = {"exit", "quit", ".exit", ".quit", "\\q"}
_SHORTHANDS: Final = {
    ".tables": "show tables",
    ".schema": "select table_name, column_name, description from column_description order by table_name, number",
}
_SCHEMA_OF: Final = re.compile(r"\.schema\s+([a-z_]\w*)")
_ALL: Final = 10_000
_GREETING: Final = (
    "DuckDB's SQL over your warehouse, read-only. A statement ends with a semicolon.\n"
    ".tables lists the tables, .schema TABLE what its columns hold; Tab completes, Ctrl-C starts afresh, Ctrl-D leaves."
)
_COMMENT: Final = re.compile(r"--[^\n]*\Z")


def run_shell(reader: "WarehouseReader", history: Path) -> None:
    """Read statements up to their semicolon and print what they give, until the end of input."""
    words = [*word_list("sql")["keywords"], *reader.tables(), *reader.columns(), *_SHORTHANDS]
    session: PromptSession[str] = PromptSession(
        history=_history(history),
        lexer=PygmentsLexer(SqlLexer),
        completer=WordCompleter(words, ignore_case=True),
        complete_while_typing=False,
    )
    out.print(_GREETING, style="dim")
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
        said = statement.strip().rstrip("; ").lower()
        if said in _LEAVE:
            return
        if short := _shorthand(said):
            answer(reader, short, most_rows=_ALL)
            statement = ""
        elif _is_whole(statement):
            answer(reader, statement)
            statement = ""
        statement = statement if statement.strip() else ""


def _shorthand(said: str) -> str | None:
    """The statement that a word with a dot stands for; None where it is none."""
    if named := _SCHEMA_OF.fullmatch(said):
        return (
            "select column_name, description from column_description "  # noqa: S608 - a word of letters
            f"where table_name = '{named[1]}' order by number"
        )
    return _SHORTHANDS.get(said)


def _is_whole(statement: str) -> bool:
    """Whether a statement ends here: with a semicolon, after which only a comment may stand."""
    return _COMMENT.sub("", statement.rstrip()).rstrip().endswith(";")


def _history(path: Path) -> History:
    """What was asked before, kept in a file of its owner's; in memory alone where none can be written."""
    try:
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))


def answer(reader: "WarehouseReader", statement: str, *, most_rows: int = SCREENFUL) -> None:
    """Print what a statement gives, or what is wrong with it; Ctrl-C stops a long one."""
    try:
        relation = reader.query(checked_sql(statement))
        if relation is not None:
            out.file.write(printable(reader.render(relation, "table", width=out.width, most_rows=most_rows).decode()))
    except UserError as error:
        print_error(error)
    except (KeyboardInterrupt, RuntimeError) as error:
        if not is_interruption(error):
            raise
        out.print("Stopped.")
