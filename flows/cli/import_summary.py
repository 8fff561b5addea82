"""What `kith import` says at its end: what was read of each source, what was left out and why, what came of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from rich import box
from rich.table import Table

from connectors.records import Reject, Skipped
from flows.cli.console import counted, out, plain
from flows.importing import Imported
from flows.steps import Landed
from warehouse.merging import Counts

_MOST: Final = 10
"""Reasons, and things that could not be read, that are named one by one."""
_COLUMNS: Final = ("read", "loaded", "unchanged", "skipped", "rejected")


def summarise(imported: Imported, *, is_dry_run: bool) -> None:
    """Print the summary of an import."""
    out.print(_table(imported))
    _print_skipped(imported.landed)
    rejects = [reject for source in imported.landed for reject in source.rejects]
    _print_rejects([*rejects, *imported.unread], is_dry_run=is_dry_run)
    _print_broken(imported.landed)
    if is_dry_run:
        out.print("Nothing was written (--dry-run).")
    elif imported.published:
        rows, records = imported.published.rows, imported.published.records
        out.say(
            f"[bold]{counted(rows['person'], 'person', 'people')}[/] from {counted(records, 'record')}, "
            f"at {counted(rows['organisation'], 'organisation')}{_happened(rows)}, in {plain(imported.published.path)}",
        )
        _print_unknown(imported.published.unknown_owners)
        out.say('Next: kith query "select full_name, organisation from person limit 10"')
    else:
        out.print("Nothing has changed: the warehouse is as it was.")


def _print_unknown(owners: Sequence[str]) -> None:
    for owner in owners:
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


def _table(imported: Imported) -> Table:
    columns = [*_COLUMNS, "gone"] if imported.total.gone else [*_COLUMNS]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Source", overflow="fold")
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for landed in imported.landed:
        table.add_row(_name(landed), *_numbers(landed.counts, columns))
    if len(imported.landed) != 1:
        table.add_section()
        table.add_row("Total", *_numbers(imported.total, columns), style="bold")
    return table


def _name(landed: Landed) -> str:
    source = landed.source
    return landed.title if source.key == source.connector else f"{landed.title} ({plain(source.key)})"


def _numbers(counts: Counts, columns: Sequence[str]) -> list[str]:
    return [f"{count:,}" if (count := getattr(counts, column)) else "·" for column in columns]


def _print_skipped(landed: Iterable[Landed]) -> None:
    by_reason: dict[str, list[Skipped]] = defaultdict(list)
    for source in landed:
        for skipped in source.skipped:
            by_reason[skipped.reason].append(skipped)
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


def _print_rejects(rejects: Sequence[Reject], *, is_dry_run: bool) -> None:
    if not rejects:
        return
    advice = "" if is_dry_run else " (`kith rejects` shows what stands there)"
    out.print(f"[yellow]Could not be read[/]{advice}:")
    for reject in rejects[:_MOST]:
        out.say(f"  {plain(where(reject))}: {plain(reject.reason)}")
    if len(rejects) > _MOST:
        out.print(f"  {len(rejects) - _MOST:,} more")
    out.print()


def _print_broken(landed: Iterable[Landed]) -> None:
    broken = dict.fromkeys(name for source in landed for name in source.broken)
    if broken:
        out.say(
            f"[yellow]Nothing was marked as gone[/] (--replace): not read to the end: {plain(', '.join(broken))}. "
            "Export again and repeat the import.\n",
        )
