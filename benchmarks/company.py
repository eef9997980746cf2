"""How fast Kitewell is simulated and written, and that cost grows in proportion to its size.

`events` is the time of that table alone (and of what it needs), `all` that of every table.

python benchmarks/company.py              up to 4 million events
python benchmarks/company.py --to 100e6   up to 100 million events, block by block

Each size runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
EVENTS_AN_ACCOUNT = 393


def peak_megabytes() -> float:
    """Largest memory of this process so far."""
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measure(accounts: int, write: bool) -> dict[str, float]:
    """Seconds, events, megabytes of one company."""
    sys.path.insert(0, str(REPO))
    from course_utils.company import generate
    from course_utils.company.causes.people import users
    from course_utils.company.engine.chain import chains
    from course_utils.company.engine.simulate import tables
    from course_utils.company.tables import MADE

    for _ in tables(chains(generate(seed=1, accounts=200).parameters, users), MADE.values()):
        pass  # import and warm up
    company = generate(accounts=accounts)
    start, cpu, events = time.perf_counter(), time.process_time(), 0
    for block in tables(chains(company.parameters, users), [MADE["events"]]):
        events += len(block["events"]["user_id"])
    alone = {"simulate": time.perf_counter() - start, "cpu": time.process_time() - cpu}
    start, rows = time.perf_counter(), 0
    for block in tables(chains(company.parameters, users), MADE.values()):
        rows += sum(len(next(iter(columns.values()))) for columns in block.values())
    result = {
        "events": events,
        "rows": rows,
        **alone,
        "all": time.perf_counter() - start,
        "memory": peak_megabytes(),
    }
    if write:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            written = company.write(Path(folder) / "company")
            result["write"] = time.perf_counter() - start
            result["disk"] = sum(f.stat().st_size for f in written.iterdir()) / 1e6
            result["memory"] = peak_megabytes()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=float, default=4e6, help="events of the largest company")
    parser.add_argument("--no-write", action="store_true", help="simulate only")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, not options.no_write)))
        return
    sizes, events = [], 4e5
    while events < options.to * 0.99:
        sizes.append(events)
        events *= 5
    sizes.append(options.to)
    print(
        "accounts      events    events   M/s core       all     write  disk MB  peak MB"
        "   us of all/event"
    )
    first = 0.0
    for events in sizes:
        accounts = round(events / EVENTS_AN_ACCOUNT)
        command = [sys.executable, __file__, "--one", str(accounts)]
        command += ["--no-write"] if options.no_write else []
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        r = json.loads(done.stdout)
        each = r["all"] / r["events"] * 1e6
        first = first or each
        print(
            f"{accounts:>8,}{r['events']:>12,}{r['simulate']:>8.2f} s"
            f"{r['events'] / r['cpu'] / 1e6:>11.1f}{r['all']:>8.2f} s{r.get('write', 0):>8.1f} s"
            f"{r.get('disk', 0):>9.0f}{r['memory']:>9.0f}{each:>9.2f}  x{each / first:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
