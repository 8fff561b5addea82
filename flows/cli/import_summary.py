"""What `kith import` says at its end: what was read of each source, what was left out and why, what came of it."""

from collections.abc import Iterable

from flows.cli.console import out, plain
from flows.cli.run_summary import counts_table, print_published, print_rejects, print_skipped, titled
from flows.importing import Imported
from flows.steps import Landed


def summarise(imported: Imported, *, is_dry_run: bool) -> None:
    """Print the summary of an import."""
    out.print(counts_table([(titled(landed.title, landed.source.key), landed.counts) for landed in imported.landed]))
    print_skipped(skipped for source in imported.landed for skipped in source.skipped)
    rejects = [reject for source in imported.landed for reject in source.rejects]
    if is_dry_run:
        print_rejects([*rejects, *imported.unread], advice="")
    else:
        print_rejects([*rejects, *imported.unread])
    _print_broken(imported.landed)
    if is_dry_run:
        out.print("Nothing was written (--dry-run).")
    elif imported.published:
        print_published(imported.published)
        out.say('Next: kith query "select full_name, organisation from person limit 10"')
    else:
        out.print("Nothing has changed: the warehouse is as it was.")


def _print_broken(landed: Iterable[Landed]) -> None:
    broken = dict.fromkeys(name for source in landed for name in source.broken)
    if broken:
        out.say(
            f"[yellow]Nothing was marked as gone[/] (--replace): not read to the end: {plain(', '.join(broken))}. "
            "Export again and repeat the import.\n",
        )
