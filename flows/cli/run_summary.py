"""What a run says at its end, an import or a sync: what was read of each source, what was left out and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from rich import box
from rich.table import Table

from connectors.records import Reject, Skipped
from flows.cli.console import counted, out, plain
from warehouse.merging import Counts
from warehouse.publish import Published

_MOST: Final = 10
"""Reasons, and things that could not be read, that are named one by one."""
_COLUMNS: Final = ("read", "loaded", "unchanged", "skipped", "rejected")


def print_published(published: Published) -> None:
    """How many people there are now, of how many records, and where."""
    rows, records = published.rows, published.records
    out.say(
        f"[bold]{counted(rows['person'], 'person', 'people')}[/] from {counted(records, 'record')}, "
        f"at {counted(rows['organisation'], 'organisation')}{_happened(rows)}, in {plain(published.path)}",
    )
    for owner in published.unknown_owners:
        whose = "yours" if owner == "me" else f"{plain(owner)}'s"
        out.say(
            f"[yellow]Kith can't tell which addresses are {whose}[/], so what was sent looks like what was received. "
            "Say it, and import again: kith init --email ADDRESS"
        )


def _happened(rows: dict[str, int]) -> str:
    return f", with {counted(rows['interaction'], 'interaction')}" if rows["interaction"] else ""


def where(found: Reject | Skipped) -> str:
    """Where something stands, in words: "book.vcf, record 9, line 76"."""
    line = found.line if isinstance(found, Reject) else None
    parts = [f"{name} {number:,}" for name, number in (("record", found.position), ("line", line)) if number]
    return ", ".join([found.file, *parts])


def titled(title: str, key: str) -> str:
    """A source as people read it: its title, and its key where that says more ("vCard (vcard:work)")."""
    return f"{title} ({plain(key)})" if {":", "@"} & set(key) else title


def counts_table(rows: Sequence[tuple[str, Counts | None]]) -> Table:
    """A row for each source (as `titled`) with its counts, None where it failed, and one of them all."""
    total = sum((counts for _, counts in rows if counts), Counts())
    columns = [*_COLUMNS, "gone"] if total.gone else [*_COLUMNS]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Source", overflow="fold")
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for title, counts in rows:
        table.add_row(title, *(_numbers(counts, columns) if counts else ["[red]failed[/]"]))
    if len(rows) != 1:
        table.add_section()
        table.add_row("Total", *_numbers(total, columns), style="bold")
    return table


def _numbers(counts: Counts, columns: Sequence[str]) -> list[str]:
    return [f"{count:,}" if (count := getattr(counts, column)) else "·" for column in columns]


def print_skipped(skipped: Iterable[Skipped]) -> None:
    """Why records were left out, the commonest reason first, each with an example."""
    by_reason: dict[str, list[Skipped]] = defaultdict(list)
    for each in skipped:
        by_reason[each.reason].append(each)
    if not by_reason:
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    ranked = sorted(by_reason.items(), key=lambda reason: -len(reason[1]))
    for reason, found in ranked[:_MOST]:
        example = plain(where(found[0])) + (", …" if len(found) > 1 else "")
        grid.add_row(f"  {len(found):,} ×", f"{plain(reason)} [dim]({example})[/]")
    rest = sum(len(found) for _, found in ranked[_MOST:])
    if rest:
        grid.add_row(f"  {rest:,} ×", "for other reasons")
    out.print("Skipped:")
    out.print(grid)
    out.print()


def print_rejects(rejects: Sequence[Reject], *, advice: str = " (`kith rejects` shows what stands there)") -> None:
    """What could not be read: where it stands and why."""
    if not rejects:
        return
    out.print(f"[yellow]Could not be read[/]{advice}:")
    for reject in rejects[:_MOST]:
        out.say(f"  {plain(where(reject))}: {plain(reject.reason)}")
    if len(rejects) > _MOST:
        out.print(f"  {len(rejects) - _MOST:,} more")
    out.print()
