"""A notebook of widgets, a cell each, as a page of JupyterLab or of Notebook 7."""

import json
import re
import sys
from contextlib import contextmanager

import nbformat
import pytest
from labs import LONG, PATIENCE, SAVED, Lab, served
from places import FIXTURES


def notebook(name):
    """Make a fixture a notebook: a cell for each block of its text."""
    text = (FIXTURES / f"{name}.py").read_text(encoding="utf-8")
    blocks = [block.strip() for block in text.split("\n# %%\n")[1:]]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(block) for block in blocks])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return made


@contextmanager
def opened(browser, home, name):
    """A server on a folder for notebooks of a fixture."""
    folder = home / "course"
    folder.mkdir()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    command += ["--JupyterNotebookApp.expose_app_in_browser=True"]
    command += ["--LabApp.news_url=None", "--LabApp.extension_manager=readonly"]
    command += ["--ServerApp.port=0"]
    with served(folder, home / "settings", command=command) as (address, token):
        yield Desk(browser, folder, name, address, token)


def fixtures(name, **context):
    """Make a module's fixtures: a desk on a fixture's notebook, and a page with all of it shown."""

    @pytest.fixture(scope="module")
    def desk(browser, tmp_path_factory):
        with opened(browser, tmp_path_factory.mktemp(name), name) as made:
            yield made

    @pytest.fixture(scope="module")
    def lab(desk):
        page = desk.page(has_touch=True, **context).start()
        yield page
        page.page.context.close()

    return desk, lab


def said(widget, part):
    """Wait for the sentence of an explorer that holds a text; return it."""
    line = widget.locator(".pml-says", has_text=re.compile(part))
    line.wait_for()
    return line.inner_text()


class Desk:
    """The folder, and pages that look at it."""

    def __init__(self, browser, folder, name, address, token):
        self.browser, self.folder, self.name = browser, folder, name
        self.notebook = notebook(name)
        self.cells = len(self.notebook.cells)
        self.address, self.token = address, token
        self.pages = 0

    def page(self, **context):
        """Return a page with a notebook, and so a kernel, of its own; answers are shared by all."""
        self.pages += 1
        path = f"{self.name}-{self.pages}.ipynb"
        nbformat.write(self.notebook, self.folder / path)
        usual = {"viewport": {"width": 1280, "height": 1000}, "reduced_motion": "reduce"}
        made = self.browser.new_context(**{**usual, **context})
        made.set_default_timeout(1000 * PATIENCE)
        return Page(made.new_page(), self, path)

    def kept(self, exercise):
        """The answer on the disk, None if there is none."""
        try:
            text = (self.folder / "answers" / f"{exercise}.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return json.loads(text)["value"]


class Page(Lab):
    """A page of the desk in JupyterLab or in Notebook 7."""

    def __init__(self, page, desk, path):
        super().__init__(page, desk.address, desk.token)
        self.desk, self.path = desk, path

    def start(self, app="lab"):
        if app == "lab":
            self.open(self.path)
        else:
            self.page.goto(f"{self.address}/notebooks/{self.path}{self.token}")
            self.page.wait_for_selector(".jp-Notebook .jp-Cell")
            self.wait_idle()
        self.show()
        return self

    def show(self):
        """Run all cells and wait for the widgets."""
        self.command("notebook:run-all-cells")
        self.page.wait_for_function(
            "many => document.querySelectorAll('.pml[data-state]').length === many",
            arg=self.desk.cells,
            timeout=1000 * LONG,
        )
        self.wait_idle()

    @contextmanager
    def seen(self, width, height, forced_colors="none"):
        """Let the page have another size for a while, and the system's colours if wanted."""
        size = self.page.viewport_size
        self.page.emulate_media(forced_colors=forced_colors)
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_timeout(500)  # plots are drawn anew for their width
        try:
            yield self.page
        finally:
            self.page.set_viewport_size(size)
            self.page.emulate_media(forced_colors="none")

    def widget(self, title):
        return self.page.get_by_role("group", name=title, exact=True).and_(
            self.page.locator(".pml")
        )

    def fresh(self, title):
        """The widget without an answer."""
        widget = self.widget(title)
        again = widget.get_by_role("button", name="Start again", include_hidden=True)
        if again.get_attribute("aria-disabled") == "false":
            again.click()
        widget.scroll_into_view_if_needed()
        return widget

    def occupy(self, seconds):
        """Keep the kernel from answering for a while."""
        self.page.evaluate(
            """code => {
              const { session } = window.jupyterapp.shell.currentWidget.sessionContext;
              session.kernel.requestExecute({ code, silent: true, store_history: false });
            }""",
            f"import time; time.sleep({seconds})",
        )

    def keys(self, *names):
        for name in names:
            self.page.keyboard.press(name)

    def drag(self, start, end, *, at=(0.5, 0.5), hold=(0.5, 0.5)):
        """Drag by mouse, slowly enough that a person could have done it."""
        start.scroll_into_view_if_needed()
        box, to = start.bounding_box(), end.bounding_box()
        x, y = box["x"] + box["width"] * hold[0], box["y"] + box["height"] * hold[1]
        end_x, end_y = to["x"] + to["width"] * at[0], to["y"] + to["height"] * at[1]
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move((x + end_x) / 2, (y + end_y) / 2, steps=3)
        self.page.mouse.move(end_x, end_y, steps=3)
        self.page.mouse.up()

    def swipe(self, start, end, *, at=(0.5, 0.5), hold=(0.5, 0.5)):
        """Drag by a finger; the page must have been made with ``has_touch``."""
        start.scroll_into_view_if_needed()
        box, to = start.bounding_box(), end.bounding_box()
        x, y = box["x"] + box["width"] * hold[0], box["y"] + box["height"] * hold[1]
        way_x = to["x"] + to["width"] * at[0] - x
        way_y = to["y"] + to["height"] * at[1] - y
        touch = self.page.context.new_cdp_session(self.page)

        def send(kind, *parts):
            points = [{"x": x + way_x * part, "y": y + way_y * part} for part in parts]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            # Faster than a finger it would be a fling, which the next tap only stops.
            self.page.wait_for_timeout(40)

        send("touchStart", 0)
        for part in (0.3, 0.6, 1, 1):
            send("touchMove", part)
        send("touchEnd")

    def saved(self, widget, exercise, value):
        """Wait until the widget says that it is saved, and look at the disk."""
        widget.locator(".pml-status", has_text=SAVED).wait_for()
        self.until(lambda: self.desk.kept(exercise) == value)


STOLEN = ["a", "b", "d", "d", "m", "y", "x", "z", "c", "v", "l", "Shift+L", "o", "i", "0", "0"]


def steal(page, titles):
    """Press what the notebook would take in command mode, in every widget."""
    for title in titles:
        widget = page.widget(title)
        widget.scroll_into_view_if_needed()
        widget.locator("[tabindex='0'], input, select, button").first.focus()
        page.keys(*STOLEN)
    page.page.wait_for_timeout(200)
    assert page.page.locator(".jp-Notebook .jp-Cell").count() == page.desk.cells
    assert page.page.locator(".jp-CodeCell").count() == page.desk.cells
    # And none is kept from the notebook.
    path = page.desk.folder / page.path
    before = path.stat().st_mtime_ns
    page.keys("ControlOrMeta+s")
    page.until(lambda: path.stat().st_mtime_ns != before)


def accessible(page):
    """Let axe look at all our markup; return how many texts it could measure."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    # JupyterLab's body has no height and hides what overflows: axe takes all text for cut off.
    page.page.add_style_tag(content="body { height: 100vh !important }")
    size = page.page.viewport_size
    # So high that nothing has to be scrolled: axe does not measure what is out of sight.
    notebook = page.page.locator(".jp-Notebook .jp-WindowedPanel-outer")
    height = notebook.evaluate("node => node.scrollHeight")
    page.page.set_viewport_size({"width": 1280, "height": height + 200})
    page.until(
        lambda: notebook.evaluate(
            """node => {
              node.scrollTop = 0;
              const { top, bottom } = node.getBoundingClientRect();
              return [...node.querySelectorAll('.pml')].every(widget => {
                const box = widget.getBoundingClientRect();
                return box.top >= top && box.bottom <= bottom;
              });
            }"""
        )
    )
    found = axe.run(page.page, context=".pml", options={}).response
    page.page.set_viewport_size(size)
    wrong = [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    assert wrong == []
    measured = [
        node["target"][0]
        for rule in found["passes"]
        if rule["id"] == "color-contrast"
        for node in rule["nodes"]
    ]
    # In every widget, or a box that lies outside the picture would pass unseen.
    missed = page.page.evaluate(
        """places => {
          const seen = places.map(place => document.querySelector(place).closest('.pml'));
          return [...document.querySelectorAll('.pml')]
            .filter(widget => widget.offsetParent && !seen.includes(widget))
            .map(widget => widget.innerText.slice(0, 80));
        }""",
        measured,
    )
    assert missed == []
    return len(measured)
