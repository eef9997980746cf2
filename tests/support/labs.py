"""A real JupyterLab on a copy of the course, and a real browser in front of it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import Request, urlopen

from places import ROOT

from course_utils import cli

PICTURES = ROOT / "artefacts" / "browser"
PATIENCE = 30
"""Seconds after which a test takes something for hanging; what comes sooner costs no wait."""
LONG = 120
"""The same where a whole notebook runs: on a busy machine that is a minute's work."""
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

SAVED = re.compile(r"Saved \d")
"""What a widget says of an answer that is kept; as plain text "NOT SAVED" would match as well."""
HARMLESS = (
    # JupyterLab says this when a kernel restarts while it listens,
    "Canceled future",
    # and anywidget of a widget that took two seconds to load; ours are heard all the same.
    "[anywidget] Failed to initialize model.",
)

LOGS = []
"""Logs of the labs that run, for whoever looks into a failure."""
LABS = []
"""The pages that look at them."""


def alone(folder):
    """Environment of a lab that shares nothing with any other on this machine."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "JPY_", "PMLAB_"))}
    names = {
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",  # nothing is trusted there yet
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    own = {name: str(folder / place) for name, place in names.items()}
    return kept | own | {"PYTHONUNBUFFERED": "1"}


def settle(settings, theme="light"):
    """Write the settings with which a page opens; a lab that runs reads them for each page."""
    shutil.rmtree(settings, ignore_errors=True)
    for plugin, text in {
        "apputils-extension/themes": f'{{"theme": "{THEMES[theme]}"}}',
        "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
        # Only what is in view is drawn otherwise, and a test would have to scroll to look.
        "notebook-extension/tracker": '{"windowingMode": "none"}',
    }.items():
        path = settings / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@contextmanager
def served(course, settings, command=None):
    """Run ``pmlab lab``, or another command, in a course folder; yield its address."""
    settle(settings)
    env = alone(settings.parent) | {"JUPYTERLAB_SETTINGS_DIR": str(settings)}
    if command is None:
        command = [sys.executable, "-m", "course_utils", "lab", "--no-browser", "--port=0", "--"]
        command.append("--LabApp.expose_app_in_browser=True")
    else:
        env = cli.lab_environment(instructor=False, env=env)
    # The system picks the port while the lab takes it: nobody can come between.
    command = [*command, "--ServerApp.ip=127.0.0.1"]
    log = settings.parent / "lab.log"
    LOGS.append(log)
    with log.open("w", encoding="utf-8") as out:
        lab = subprocess.Popen(
            command, cwd=course, env=env, stdout=out, stderr=subprocess.STDOUT, text=True
        )
    try:
        yield address_in(log, lab)
    finally:
        lab.terminate()
        try:
            lab.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            lab.kill()
            lab.wait()
        LOGS.remove(log)


def end_kernels(address, token):
    """End all that runs in a lab, as if it had just been started."""
    with urlopen(f"{address}/api/sessions{token}", timeout=PATIENCE) as reply:
        sessions = json.load(reply)
    for session in sessions:
        where = f"{address}/api/sessions/{session['id']}{token}"
        urlopen(Request(where, method="DELETE"), timeout=PATIENCE).close()


def listens(port):
    """Return whether somebody takes calls at a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return False
    return True


def address_in(log, lab):
    """Wait until a lab listens where its log says; return the address and the token."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        text = log.read_text(encoding="utf-8")
        found = re.search(r"(http://127\.0\.0\.1:(\d+))/lab\S*(\?token=\w+)", text)
        if found and listens(int(found[2])):  # it says so a little before it does so
            return found[1], found[3]
        if lab.poll() is not None:
            raise AssertionError(f"the lab ended:\n{text}")
        time.sleep(0.1)
    raise AssertionError(f"the lab did not start:\n{log.read_text(encoding='utf-8')}")


class Lab:
    """JupyterLab as a test sees it."""

    def __init__(self, page, address, token):
        self.page, self.address, self.token = page, address, token
        self.errors, self.console = [], []
        page.on("pageerror", self._keep)
        page.on("console", lambda said: self.console.append(f"{said.type}: {said.text}"))
        LABS.append(self)

    def open(self, path=""):
        """Open a notebook and wait until its kernel is idle."""
        where = f"/lab/tree/{path}" if path else "/lab"
        self.page.goto(f"{self.address}{where}{self.token}&reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.wait_idle()

    def _keep(self, error):
        self.console.append(f"page error: {error}")
        if not any(harmless in str(error) for harmless in HARMLESS):
            self.errors.append(str(error))

    def wait_idle(self, patience=PATIENCE):
        """Wait until the notebook's kernel has done, and the page has heard, all that was asked.

        The kernel is asked to run nothing: its word that this is done comes after all that came
        before, whereas its status may be the one from before the last request. A question that a
        restart swallows is asked again.
        """
        end = time.monotonic() + patience
        while time.monotonic() < end:
            said = self.page.evaluate(
                """async () => {
                  const pause = (time, word) => new Promise(done => setTimeout(done, time, word));
                  const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
                  const kernel = context?.session?.kernel;
                  if (!kernel) return pause(100, 'no kernel yet');
                  const nothing = { code: '', silent: true, store_history: false };
                  const asked = kernel.requestExecute(nothing).done.then(
                    () => null, error => pause(100, String(error)));
                  const said = await Promise.race([asked, pause(10000, 'no answer')]);
                  if (said && kernel.connectionStatus !== 'connected') await kernel.reconnect();
                  return said && `${said} (${kernel.status}, ${kernel.connectionStatus})`;
                }"""
            )
            if said is None:
                return
        raise AssertionError(f"the kernel did not become idle within {patience} seconds: {said}")

    def command(self, name):
        """Run a command of JupyterLab's palette."""
        self.page.evaluate("name => window.jupyterapp.commands.execute(name)", name)

    def theme(self, name):
        """Change JupyterLab's theme, as its settings do."""
        self.page.evaluate(
            "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
            f"JupyterLab {name.capitalize()}",
        )
        light = str(name == "light").lower()
        self.page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")
        # Colours that fade are measured when they have done so.
        self.page.evaluate(
            """() => Promise.allSettled(document.getAnimations()
              .filter(fade => Number.isFinite(fade.effect.getComputedTiming().endTime))
              .map(fade => fade.finished))"""
        )

    def restart(self):
        """Give the notebook a new kernel."""
        self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()"
        )
        self.wait_idle()

    def run_all(self):
        """Run every cell and wait for the last."""
        self.command("notebook:run-all-cells")
        self.wait_idle(LONG)

    def run_at(self, places):
        """Run the cells at some places of the notebook."""
        self.page.evaluate(
            """async places => {
              const { content } = window.jupyterapp.shell.currentWidget;
              for (const place of places) {
                content.deselectAll();
                content.activeCellIndex = place;
                await window.jupyterapp.commands.execute('notebook:run-cell');
              }
            }""",
            places,
        )
        self.wait_idle(LONG)

    def run_to(self, text):
        """Run the code cell whose source holds a text after all that stand above it."""
        self.page.evaluate(
            """text => {
              const { content } = window.jupyterapp.shell.currentWidget;
              content.deselectAll();
              content.activeCellIndex = content.widgets.findIndex(({ model }) =>
                model.type === 'code' && model.sharedModel.getSource().includes(text));
            }""",
            text,
        )
        self.command("notebook:run-all-above")
        self.command("notebook:run-cell")
        self.wait_idle(LONG)

    def cell(self, text):
        """The code cell whose source holds a text."""
        return self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea .cm-content", has_text=text)
        )

    def run(self, cell):
        """Run a cell as a person would."""
        cell.locator(".jp-InputArea .cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.wait_idle()

    def type_and_run(self, cell, source):
        """Replace a cell's source by typing, and run it."""
        cell.locator(".jp-InputArea .cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        self.wait_idle()

    def until(self, good):
        """Wait until something holds: what a hand does is answered in its own time."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if good():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"it did not come to hold within {PATIENCE} seconds")

    def save(self, path, words):
        """Save the notebook by its key, and wait until its file is whole again.

        The file is emptied before it is written, and JupyterLab may be saving by itself.
        """
        self.page.keyboard.press("ControlOrMeta+s")
        self.until(lambda: words in path.read_text(encoding="utf-8"))
        self.page.wait_for_function(
            "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
        )
        assert json.loads(path.read_bytes())["cells"]

    def says(self, where, words):
        """Wait until some words stand somewhere, in whatever case."""
        self.until(lambda: words.casefold() in where.inner_text().casefold())

    def picture(self, name):
        """Keep a screenshot for a person to look at."""
        self.keep(self.page, name)

    def keep_both(self, what, name):
        """Keep a picture of an element in each theme; the one from before is back afterwards."""
        before = self.page.locator("body").get_attribute("data-jp-theme-light")
        for theme in ("dark", "light") if before == "true" else ("light", "dark"):
            self.theme(theme)
            self.keep(what, f"{name}-{theme}")

    def keep(self, what, name):
        """Keep a picture of an element."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        what.screenshot(path=PICTURES / f"{name}.png")
