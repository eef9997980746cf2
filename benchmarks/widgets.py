"""How soon a widget answers in JupyterLab, measured side by side with ``interact``.

Run ``python benchmarks/widgets.py``. Lessons' explorers are drawn in the browser: from a scene that
Python computes, or by a module of their own. The promises: a scene follows a slider in at most half
of the time that ``interact`` with ``plt.show()`` takes, a module in at most a quarter; after 12 fast
steps the last frame is there in at most half of its time and shows the last value; a widget's first
display costs at most 100 ms of kernel time beyond ``import ipywidgets``; the JavaScript and CSS that
every lesson may load stay under 120 kB, those of one lesson alone under 30.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

CELLS = {
    "interact": """
import matplotlib.pyplot as plt, numpy as np
from ipywidgets import IntSlider, interact
x = np.linspace(0, 10, 200)
def plot(k):
    fig, ax = plt.subplots(figsize=(6, 3))
    ax.plot(x, np.sin(x + k / 5)); ax.set_title(f"k = {k}"); ax.grid(True)
    plt.show()
interact(plot, k=IntSlider(min=0, max=200, value=0));
""",
    "plot": """
from course_utils.widgets import stage
def draw_plot(k):
    line = stage.Line(x, np.sin(x + k / 5))
    return stage.Plot(line, title=f"k = {k}", alt=f"A wave that k moves to the left: k is {k}.")
stage.Explorer("bench", draw_plot, k=stage.Slider(0, 200, value=0))
""",
    "browser": """
from pathlib import Path
Path("wave.js").write_text('''import { explorer } from "./stage.js";
export default explorer(({ k }, { x }) => ({
  pictures: [{ kind: "plot", height: 290, title: `k = ${k}`, alt: `k is ${k}.`, x: {}, y: {},
    marks: [{ mark: "line", x, y: x.map((each) => Math.sin(each + k / 5)), tone: "blue" }] }],
}));''')
stage.Explorer("bench", module=Path("wave.js"), data={"x": x}, k=stage.Slider(0, 200, value=0))
""",
}
FOCUS = {"interact": ".noUi-handle"}

# Looks at each frame that the browser paints, and notes when the picture has become another one.
WATCH = """root => {
  const look = () => {
    const picture = root.querySelector('img, .pml-pictures svg');
    return picture && (picture.src ?? picture.outerHTML);
  };
  const seen = { pressed: [], frames: [] };
  let last = look();
  root.addEventListener('keydown', () => seen.pressed.push(performance.now()), true);
  const tick = () => {
    const now = look();
    if (now && now !== last) { last = now; seen.frames.push(performance.now()); }
    if (window.pmlSeen === seen) requestAnimationFrame(tick);
  };
  window.pmlSeen = seen;
  requestAnimationFrame(tick);
}"""
FIRST = """
import time, ipywidgets
begin = time.process_time()
from course_utils.widgets import Ranking
Ranking("bench", ["a", "b", "c"])._repr_mimebundle_()
print(1000 * (time.process_time() - begin))
"""


def steps(page: Any, cell: Any, focus: str, many: int = 40) -> list[float]:
    """Return the milliseconds from a key to its frame, one key at a time."""
    cell.locator(focus).first.focus()
    cell.evaluate(WATCH)
    for i in range(many):
        page.page.keyboard.press("ArrowRight")
        page.page.wait_for_function("n => window.pmlSeen.frames.length > n", arg=i, timeout=10_000)
        page.wait_idle()
        page.page.wait_for_timeout(60)
    seen = page.page.evaluate("() => window.pmlSeen")
    # A frame may come in pieces: the first after each key counts.
    return [
        next(at for at in seen["frames"] if at > pressed) - pressed for pressed in seen["pressed"]
    ]


def burst(page: Any, cell: Any, focus: str) -> float:
    """Return the milliseconds from the first of 12 fast keys to the last frame."""
    cell.locator(focus).first.focus()
    cell.evaluate(WATCH)
    # Faster than a person holds a key: the events wait in the page, not on their way to it.
    page.page.evaluate(
        """() => {
          const at = document.activeElement;
          window.pmlSeen.pressed.push(performance.now());
          for (let i = 0; i < 12; i++) {
            if (at.matches('input')) {
              at.stepUp();
              at.dispatchEvent(new Event('input', { bubbles: true }));
            } else {
              at.dispatchEvent(
                new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
            }
          }
        }"""
    )
    page.page.wait_for_timeout(2500)
    page.wait_idle()
    seen = page.page.evaluate("() => window.pmlSeen")
    return float(seen["frames"][-1] - seen["pressed"][0])


def in_jupyterlab() -> tuple[dict[str, list[float]], dict[str, list[float]], str]:
    """Return the times of steps and bursts by cell, and the words under our last picture."""
    import chromium
    import nbformat
    from labs import Lab, served
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as home, sync_playwright() as engine:
        folder = Path(home) / "course"
        folder.mkdir()
        made = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(text.strip()) for text in CELLS.values()]
        )
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, folder / "bench.ipynb")
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
        browser = chromium.launch(engine)
        with served(folder, Path(home) / "settings", command=command) as (address, token):
            context = browser.new_context(viewport={"width": 1280, "height": 2400})
            page = Lab(context.new_page(), address, token)
            page.open("bench.ipynb")
            page.run_all()
            page.page.wait_for_selector(".pml[data-state]")
            page.page.wait_for_timeout(1500)
            single: dict[str, list[float]] = {name: [] for name in CELLS}
            fast: dict[str, list[float]] = {name: [] for name in CELLS}
            cells = dict(zip(CELLS, page.page.locator(".jp-CodeCell").all(), strict=True))
            # In turns, so that whatever else this machine does falls on all alike.
            for _ in range(4):
                for name, cell in cells.items():
                    single[name] += steps(page, cell, FOCUS.get(name, "[data-key=k]"), 10)
                    fast[name].append(burst(page, cell, FOCUS.get(name, "[data-key=k]")))
            said = " ".join(
                cells[name].locator(".pml-pictures").inner_html() for name in list(CELLS)[1:]
            )
            browser.close()
    return single, fast, said


def main() -> int:
    """Measure and print; return 1 if a promise is broken."""
    single, fast, said = in_jupyterlab()
    kept = []

    def promise(words: str, value: float, limit: float, unit: str = "") -> None:
        kept.append(value <= limit)
        print(
            f"{'ok ' if kept[-1] else 'NO '} {words}: {value:.2f}{unit} (at most {limit:g}{unit})"
        )

    for name, times in single.items():
        print(
            f"    {name:9} step {median(times):6.1f} ms median, {quantiles(times, n=20)[-1]:6.1f} p95;"
            f" 12 fast steps {median(fast[name]):6.0f} ms"
        )
    usual = median(single["interact"])
    promise("a scene's step, times interact's", median(single["plot"]) / usual, 0.5)
    promise("a module's step, times interact's", median(single["browser"]) / usual, 0.25)
    for name in ("plot", "browser"):
        ratio = median(fast[name]) / median(fast["interact"])
        promise(f"{name}: 12 fast steps, times interact's", ratio, 0.5)
    # 4 rounds of 10 steps and 12 fast ones.
    promise("stale last frames", 2 - min(said.count(f"k is {4 * 22}."), 2), 0)
    times = [
        float(
            subprocess.run(
                [sys.executable, "-c", FIRST], capture_output=True, text=True, cwd=ROOT, check=True
            ).stdout
        )
        for _ in range(5)
    ]
    promise("first display beyond import ipywidgets", median(times), 100, " ms")
    from test_answer_widgets import weights

    shared, alone = weights()
    promise("JavaScript and CSS for every lesson", shared / 1000, 120, " kB")
    promise("and for one lesson alone", alone / 1000, 30, " kB")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
