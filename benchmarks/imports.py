"""What imports cost: milliseconds and ratio against a bare interpreter, medians, side by side.

Run ``python benchmarks/imports.py [runs]``. The promises: ``import course_utils`` adds at most 50 ms
and ``from course_utils import check, data`` at most 150 ms.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

CASES = {
    "bare interpreter": ("pass", None),
    "import course_utils": ("import course_utils", 50),
    "from course_utils import check, data": ("from course_utils import check, data", 150),
    "import pandas (for comparison)": ("import pandas", None),
}
ROOT = Path(__file__).resolve().parents[1]


def seconds(code: str) -> float:
    """Return the wall time of a fresh interpreter that runs ``code``."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return time.perf_counter() - begin


def main() -> int:
    """Measure the cases in turn, so that a busy machine slows all of them alike."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(runs + 1):
        for name, (code, _limit) in CASES.items():
            times[name].append(1000 * seconds(code))
    # The first round fills the disk cache and is not counted.
    medians = {name: median(values[1:]) for name, values in times.items()}
    bare = medians["bare interpreter"]
    kept = True
    print(f"{'':40}{'ms':>8}{'ratio':>8}{'added':>8}  promise")
    for name, (_code, limit) in CASES.items():
        added = medians[name] - bare
        words = "" if limit is None else f"<= {limit} ms"
        print(f"{name:40}{medians[name]:8.1f}{medians[name] / bare:8.2f}{added:8.1f}  {words}")
        kept = kept and (limit is None or added <= limit)
    print("kept" if kept else "NOT KEPT")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
