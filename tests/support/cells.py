"""Run a notebook's cells as impatient people do: twice, alone, out of order.

``python cells.py NOTEBOOK ORDERS`` prints what went wrong as JSON. One process loads the course's
libraries and runs the first cell; each try is a process forked from it.
"""

import importlib
import json
import os
import random
import sys
import traceback
from pathlib import Path


class Kernel:
    """IPython's shell on the notebook, with what `pmlab lab` gives its kernels."""

    def __init__(self, notebook):
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        from course_utils.grading.engine.launch import MODULES

        for module in MODULES:
            importlib.import_module(module)
        os.environ["JPY_SESSION_NAME"] = str(notebook)
        config = Config()
        config.HistoryManager.enabled = False
        self.shell = InteractiveShell.instance(config=config)
        self.shell.run_line_magic("load_ext", "course_utils.lab.missing")
        self.shell.showtraceback = self._show
        self.errors = []

    def _show(self, told=None, **_):
        self.errors.append((told or sys.exc_info())[1])

    def run(self, source):
        """Run a cell; return what a learner should not see, None if all is well."""
        self.errors.clear()
        done = self.shell.run_cell(source)
        for error in [*self.errors, done.error_before_exec]:
            if error is not None and not told(error):
                return "".join(traceback.format_exception(error)[-3:])
        return None


def told(error):
    """Whether the course says what to do: in its own errors, and where a name is missing."""
    named = isinstance(error, NameError) and hasattr(error, "_render_traceback_")
    return named or hasattr(type(error), "_render_traceback_")


def forked(work):
    """Return what work() returns in a process of its own."""
    mine, theirs = os.pipe()
    child = os.fork()
    if not child:
        try:
            with os.fdopen(theirs, "w", encoding="utf-8") as out:
                json.dump(work(), out)
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
            os._exit(1)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(mine, encoding="utf-8") as answer:
        text = answer.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return json.loads(text) if not code else [f"the process ended with {code}"]


def tries(kernel, cells, orders):
    """Each way to run the cells: its name, and what runs them."""

    def wrong(sources, label=""):
        return [
            f"{label}{source.splitlines()[0]}\n{said}"
            for source in sources
            if (said := kernel.run(source))
        ]

    def bare():
        kernel.shell.reset()
        names = kernel.shell.user_ns
        there, problems = set(names), []
        for source in cells[1:]:
            problems += wrong([source])
            for name in set(names) - there:
                del names[name]
        return problems

    def shuffled(seed):
        kernel.shell.reset()
        order = random.Random(seed).sample(cells, len(cells))
        return wrong(order, f"order {seed}: ")

    yield "each cell twice", lambda: wrong([cells[0], *(c for c in cells[1:] for _ in range(2))])
    yield "from the last to the first", lambda: wrong(reversed(cells[1:]))
    yield "a cell before the first", bare
    for seed in range(orders):
        yield "any order", lambda seed=seed: shuffled(seed)


def main(notebook, orders):
    os.chdir(notebook.parent)
    found = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    cells = ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]
    cells = [cell for cell in cells if cell.strip()]
    out = sys.stdout
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    kernel = Kernel(notebook)
    problems = []
    if cells:
        first = kernel.run(cells[0])
        problems += [f"the first cell:\n{first}"] if first else []
        for name, work in tries(kernel, cells, orders):
            problems += [f"{name}: {said}" for said in forked(work)]
    json.dump({"cells": len(cells), "problems": problems}, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
