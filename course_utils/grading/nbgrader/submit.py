"""Submitting: nbgrader's ``submit``, which waits for a notebook that is just being saved.

In the place of nbgrader's own by ``c.ExchangeFactory.submit``. jupyter_server empties a notebook's
file before it writes it anew (``atomic_writing`` in its ``fileio``): what is copied in that moment
is a hand-in without answers.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from nbgrader.exchange.default import ExchangeSubmit
from nbgrader.utils import find_all_notebooks

PATIENCE = 10.0
"""Seconds; saving takes less than one."""


def whole(path: Path) -> bool:
    """Return whether a file can be read as a notebook: half of one, and an empty file, cannot."""
    try:
        notebook = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(notebook, dict) and "cells" in notebook


class Submit(ExchangeSubmit):
    """nbgrader's submitting; what cannot be read is handed in all the same, and said."""

    def copy_files(self) -> None:
        """Copy the folder once each notebook in it is written."""
        folder = Path(self.src_path)
        waiting = [folder / name for name in find_all_notebooks(str(folder))]
        end = time.monotonic() + PATIENCE
        while True:
            waiting = [path for path in waiting if not whole(path)]
            if not waiting or time.monotonic() > end:
                break
            time.sleep(0.05)
        for path in waiting:
            self.log.warning(
                "%s cannot be read as a notebook. It is handed in as it is: open it, save it "
                "and submit once more if it is not what you mean to hand in.",
                path.name,
            )
        super().copy_files()
