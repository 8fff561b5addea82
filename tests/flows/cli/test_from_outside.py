"""Kith as the system sees it: what it loads, how it ends, and what becomes of it where the system is hostile."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.books import book
from tests.flows.looking import landing, warehouse

KITH = str(Path(sys.executable).with_name("kith"))
MEGABYTE = 1 << 20


def kith(*arguments: str | Path, stdin: bytes = b"", limit: Callable[[], None] | None = None) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of the command."""
    ran = subprocess.run(
        [KITH, *arguments], input=stdin, capture_output=True, check=False, timeout=60, preexec_fn=limit
    )
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def loaded(statement: str) -> set[str]:
    """The names of the packages that Python has loaded after a statement."""
    code = f"import sys\ntry:\n    {statement}\nexcept SystemExit:\n    pass\nprint(*sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return {name.partition(".")[0] for name in ran.stderr.split()}


def test_the_help_costs_nothing_that_reads_or_writes(home: Path) -> None:
    names = loaded("import flows.cli; sys.argv = ['kith', '--help']; flows.cli.main()")
    assert not names & {"prefect", "polars", "duckdb", "pyarrow", "vobject", "phonenumbers", "prompt_toolkit"}
    assert "typer" in names
    assert not home.exists()


def test_an_import_loads_no_prefect(home: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "book.vcf", range(3))
    names = loaded(f"import flows.cli; sys.argv = ['kith', 'import', {str(path)!r}]; flows.cli.main()")
    assert "prefect" not in names
    assert {"polars", "duckdb"} <= names
    assert warehouse(home, "select count(*) from person") == [(3,)]


def test_a_pipe_gets_no_colours_and_no_progress(home: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "book.vcf", range(3))
    code, out, err = kith("import", "-", stdin=path.read_bytes())
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert warehouse(home, "select count(*) from person") == [(3,)]


@pytest.mark.usefixtures("home")
def test_a_reader_may_leave_early(tmp_path: Path) -> None:
    path = book(tmp_path / "book.vcf", range(3_000))
    command = f"'{KITH}' inspect --format jsonl '{path}' | head -n 1; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stderr == ""
    assert ran.stdout.splitlines()[0].startswith('{"kind": "contact"')
    assert ran.stdout.splitlines()[1] == "0"


@pytest.mark.slow
def test_a_full_disk_is_told_and_the_old_warehouse_stays(home: Path, tmp_path: Path) -> None:
    small, large = book(tmp_path / "small.vcf", range(3)), book(tmp_path / "large.vcf", range(800), note="x" * 5_000)

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 * MEGABYTE, 2 * MEGABYTE))

    assert kith("import", "--quiet", small)[0] == 0
    before = (home / "warehouse.duckdb").read_bytes()
    code, out, err = kith("import", "--quiet", large, limit=little_room)
    assert (code, out) == (1, "")
    assert err.startswith("kith: ")
    assert "make room" in err.lower()
    assert "Traceback" not in err
    assert (home / "warehouse.duckdb").read_bytes() == before
    assert kith("import", "--quiet", large) == (0, "", "")
    assert warehouse(home, "select count(*) from person") == [(800,)]


def test_ctrl_c_is_clean_and_the_next_import_heals(home: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "book.vcf", range(8_000))
    with subprocess.Popen([KITH, "import", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + 30
        while not (home / "run.json").exists():
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert out == ""
    assert err == "\nkith: interrupted. What was not finished was not kept; run the same command again.\n"
    assert kith("import", "--quiet", path) == (0, "", "")
    assert landing(home, "select state from run order by run_id") == [("interrupted",), ("done",)]
    assert warehouse(home, "select count(*) from person") == [(8_000,)]


def test_a_warehouse_that_another_program_writes_to_is_told(home: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "book.vcf", range(3))
    assert kith("import", "--quiet", path)[0] == 0
    path_of_it = str(home / "warehouse.duckdb")
    code = f"import duckdb; c = duckdb.connect({path_of_it!r}); print('open', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        asked = kith("query", "select 1")
        again = kith("import", "--quiet", book(path, range(4)))
        other.communicate(b"\n")
    assert asked[0] == 1
    assert "another program has it open for writing. Close that program" in asked[2]
    assert again == (0, "", "")  # it is put in the old one's place, whoever holds that
    assert warehouse(home, "select count(*) from person") == [(4,)]


@pytest.mark.slow
def test_names_that_are_no_text_and_names_with_line_ends(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    book(folder / "two\nlines \U0001f389.vcf", [1])
    book(folder / os.fsdecode(b"latin-\xe9.vcf"), [2])
    code, out, err = kith("import", folder)
    assert (code, err) == (0, "")
    assert "2 people from 2 records" in out
    assert warehouse(home, "select count(distinct file) from source_record") == [(2,)]
    assert (
        kith("import", os.fsencode(folder / os.fsdecode(b"latin-\xe9.vcf")).decode("utf-8", "surrogateescape"))[0] == 0
    )


@pytest.mark.slow
def test_one_very_long_line_is_read(home: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "book.vcf", [1], note="x" * (20 * MEGABYTE))
    assert kith("import", "--quiet", path) == (0, "", "")
    assert warehouse(home, "select length(note) from person_note") == [(20 * MEGABYTE,)]


@pytest.mark.slow
def test_ten_thousand_files_of_one_card(home: Path, tmp_path: Path) -> None:
    for number in range(10_000):
        book(tmp_path / "books" / f"{number}.vcf", [number])
    assert kith("import", "--quiet", tmp_path / "books") == (0, "", "")
    assert warehouse(home, "select count(*) from person") == [(10_000,)]
    assert kith("import", tmp_path / "books")[1].rstrip().endswith("the warehouse is as it was.")


def test_completion_needs_no_known_shell(home: Path) -> None:
    code, out, err = kith("--show-completion", "bash")
    assert (code, err) == (0, "")
    assert "_kith_completion" in out
    assert not home.exists()
