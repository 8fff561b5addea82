# What is done here, by name. `uv run just --list` shows it; `uv run just` needs nothing installed but uv.
set shell := ["bash", "-euo", "pipefail", "-c"]
set positional-arguments

export DO_NOT_TRACK := "1"
export PREFECT_SERVER_ANALYTICS_ENABLED := "false"

# Lint and test.
default: lint test

# Formatting, rules, types, direction of imports, SQL, dependencies.
lint:
    uv run ruff format --check .
    uv run ruff check .
    uv run mypy
    uv run lint-imports
    uv run sqlfluff lint warehouse
    uv run deptry .

# Mend what can be mended without thought.
tidy:
    uv run ruff format .
    uv run ruff check --fix .
    uv run sqlfluff fix warehouse

# The quick tests; `just test -m slow` runs the others, `just test tests/connectors` a folder.
test *arguments:
    uv run pytest "$@"

# Rewrite the golden files: read the diff before you commit it.
golden *arguments:
    uv run pytest --golden "$@"
    git diff --stat -- tests/golden

# Speed and memory, beside vobject on the same file; some minutes.
bench:
    uv run python tests/benchmarks/bench_vcard.py
    uv run python tests/benchmarks/bench_import.py
    uv run python tests/benchmarks/bench_mailbox.py
    uv run python tests/benchmarks/bench_calendar.py
    uv run python tests/benchmarks/bench_google.py
    uv run python tests/benchmarks/bench_dav.py
    uv run python tests/benchmarks/bench_sync.py
    uv run python tests/benchmarks/bench_night.py
    uv run python tests/benchmarks/bench_relationship.py
    uv run python tests/benchmarks/bench_acquaintance.py

# Who is the same person, beside Splink 5: scores, cost, hard cases; half an hour with a million records (`--records 10000`).
bench-identity *arguments:
    uv run --group bench python tests/benchmarks/bench_identity.py "$@"

# The whole, on an address book of invented people and a home of its own.
demo:
    #!/usr/bin/env bash
    set -euo pipefail
    export KITH_HOME="$PWD/.kith-demo"
    rm -rf "$KITH_HOME"
    set -x
    uv run kith import tests/samples/address-book
    uv run kith status
    uv run kith query 'select full_name, organisation from person limit 10'

# What continuous integration runs.
ci:
    .ci/run
