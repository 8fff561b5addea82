"""Makes the folder of Kith's data: nobody but its owner looks in."""

from pathlib import Path

from configs.errors import UserError


def private_folder(path: Path) -> None:
    """Make the folder `path`, 0700, where there is none; one that is there stays as it is.

    Raises:
        UserError: it can't be made, or is no folder; the message says what to do.
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise unusable(path, error) from error


def unusable(path: Path, error: OSError) -> UserError:
    """What to tell the user where Kith can't keep its data."""
    return UserError(
        f"Kith can't keep its data in {path}: {error.strerror or error}. "
        "Make that a folder that you may write to, or set KITH_HOME to another one."
    )
