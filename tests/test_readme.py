"""The README can't lag: its commands and SQL run as printed, and what it shows is what is printed today."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
KITH = str(Path(sys.executable).with_name("kith"))
HOME = "/home/you/.local/share/kith"
"""What the README shows in the place of the test's own folder."""

_CONSOLE = re.compile(r"(?<=```console\n)\$ uv run kith (?P<command>.*)\n(?P<output>(?:.*\n)*?)(?=```)")
_SQL = re.compile(r"(?<=```sql\n)(?P<sql>(?:.*\n)*?)(?=```)")


def run(command: str, home: Path) -> str:
    environment = {**os.environ, "KITH_HOME": str(home), "COLUMNS": "100", "NO_COLOR": "1"}
    ran = subprocess.run(
        ["bash", "-c", f"'{KITH}' {command}"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    lines = [line.rstrip() for line in ran.stdout.replace(str(home), HOME).splitlines()]
    return "\n".join(lines).strip("\n") + "\n" if lines else ""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme") / "kith"


@pytest.mark.slow
def test_what_the_readme_shows_is_what_is_printed(home: Path, request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    shown = _CONSOLE.sub(lambda block: f"$ uv run kith {block['command']}\n{run(block['command'], home)}", text)
    if request.config.getoption("--golden"):
        README.write_text(shown, encoding="utf-8")
    assert shown == README.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(5))
def test_the_five_questions_have_answers(number: int, home: Path) -> None:
    run("import --quiet tests/samples/address-book", home)
    sql = _SQL.findall(README.read_text(encoding="utf-8"))
    assert len(sql) == 5
    quoted = sql[number].replace("'", "'\\''")
    answer = run(f"query --format csv '{quoted}'", home)
    # Whose birthday is near depends on the day; all others have an answer in the example.
    assert len(answer.splitlines()) > (0 if "current_date" in sql[number] else 1)


def test_every_command_and_option_is_in_the_readme() -> None:
    from flows.cli.app import app

    text = README.read_text(encoding="utf-8")
    for name, command in commands(typer.main.get_command(app)):
        line = next((line for line in text.splitlines() if line.startswith(f"| `kith {name}")), "")
        assert line, f"kith {name} is not described"
        for option in command.params:
            longest = max(option.opts, key=len)
            if longest.startswith("--") and longest != "--help":
                assert longest in line or f"-{longest[2]} " in line, f"kith {name} {longest} is not described"


def commands(group: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - typer's group has them, its type does not say so
    """Every command with its name, those of groups as "sources add"."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from ((f"{name} {inner}", each) for inner, each in commands(command))
        else:
            yield name, command
