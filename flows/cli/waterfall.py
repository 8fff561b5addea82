"""A pair of records as a waterfall: how likely one person is at first, and what each finding makes of it."""

from typing import Final

from rich.table import Table

from flows.cli.console import plain
from flows.cli.evidence_words import factor, is_worth_telling, odds, one_in, tendency, told
from flows.cli.spelling import Spelling
from warehouse.reading import Row

_BARS: Final = 10
"""Cells of the longest bar, where there is room."""

_NARROW: Final = 72
"""Columns of a terminal below which there are no bars."""

_FULL: Final = 16.0
"""Bits that fill a bar: odds of 65,000 to 1, beyond which nobody asks how much more."""


def waterfall(pair: Row, *, width: int, spelling: Spelling | None = None) -> Table:
    """A row of match_evidence: the prior odds, each finding with its factor and a bar, and what they come to.

    What says least is told in one line. Where only the user brought the two together there is nothing to tell.
    """
    grid = Table.grid(padding=(0, 1))
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    clues = pair["evidence"] or []
    if pair["weight"] is None:
        grid.add_row("Nothing but what was said brings these two together: they were never compared.", "", "")
        return grid
    cells = 0 if width < _NARROW else _BARS
    grid.add_row("Two records picked at random are one person", one_in(pair["prior_weight"]), "")
    for clue in sorted(filter(is_worth_telling, clues), key=lambda clue: -clue["weight"]):
        grid.add_row(plain(told(clue, spelling)), factor(clue["weight"]), _bar(clue["weight"], cells))
    small = [clue["weight"] for clue in clues if not is_worth_telling(clue)]
    if small:
        grid.add_row(f"[dim]what says little ({len(small)})[/]", f"[dim]{factor(sum(small))}[/]", "")
    grid.add_row(f"[bold]Together: {tendency(pair['weight'])}[/]", f"[bold]{odds(pair['weight'])}[/]", "")
    return grid


def _bar(weight: float, cells: int) -> str:
    length = max(1, round(cells * min(abs(weight), _FULL) / _FULL)) if cells else 0
    return f"[{'green' if weight > 0 else 'red'}]{('+' if weight > 0 else '-') if not cells else '█' * length}[/]"
