"""A Prefect server for `kith schedule`, on loopback: `python -m flows.schedule_server PORT`. It ends with its parent.

Its standard input is a pipe that the other holds open: when that is closed, by whatever death, the server ends.
"""

import os
import runpy
import signal
import sys
import threading
import time
from typing import Final

_PATIENCE: Final = 10
"""Seconds for the server to end by itself."""


def main() -> None:
    """Run the server until it is told to end, or nobody is there any more for whom it runs."""
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    sys.argv = ["prefect", "server", "start", "--host", "127.0.0.1", "--port", sys.argv[1]]
    runpy.run_module("prefect", run_name="__main__")


def _end_with_the_other() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os._exit(1)


if __name__ == "__main__":
    main()
