"""A progress bar on standard error, for a person at a terminal."""

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from flows.cli.console import err


class ProgressBar:
    """Shows the stages of long work one by one; says nothing where it isn't shown."""

    def __init__(self, *, is_shown: bool) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=err,
            transient=True,
            disable=not is_shown,
        )
        self._task = self._progress.add_task("Starting", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """A new part of the work begins; without a total, its bar says only that it goes on."""
        self._progress.reset(self._task, description=name)
        self._progress.tasks[0].total = total  # `reset` takes None for "as it was"

    def advance(self, amount: int) -> None:
        """So much more of the part is done."""
        self._progress.advance(self._task, amount)
