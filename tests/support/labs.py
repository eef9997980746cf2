"""A real JupyterLab on a copy of the course, and a real browser in front of it."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager

from places import ROOT

PICTURES = ROOT / "artefacts" / "browser"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


@contextmanager
def served(course, settings, theme="light", command=None):
    """Run ``pmlab lab``, or another command, in a course folder; yield its address."""
    for plugin, text in {
        "apputils-extension/themes": f'{{"theme": "{THEMES[theme]}"}}',
        "apputils-extension/notification": '{"fetchNews": "false", "checkForUpdates": false}',
        # Only what is in view is drawn otherwise, and a test would have to scroll to look.
        "notebook-extension/tracker": '{"windowingMode": "none"}',
    }.items():
        path = settings / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    env = dict(
        os.environ,
        JUPYTERLAB_SETTINGS_DIR=str(settings),
        JUPYTERLAB_WORKSPACES_DIR=str(settings.parent / "workspaces"),
        JUPYTER_CONFIG_DIR=str(settings.parent / "config"),
        JUPYTER_DATA_DIR=str(settings.parent / "data"),  # nothing is trusted there yet
        IPYTHONDIR=str(settings.parent / "ipython"),
        PYTHONUNBUFFERED="1",
    )
    env.pop("PMLAB_COMPANY", None)
    if command is None:
        command = [sys.executable, "-m", "course_utils", "lab", "--no-browser", "--"]
        command.append("--LabApp.expose_app_in_browser=True")
    log = settings.parent / "lab.log"
    with log.open("w", encoding="utf-8") as out:
        lab = subprocess.Popen(
            command, cwd=course, env=env, stdout=out, stderr=subprocess.STDOUT, text=True
        )
    try:
        for _ in range(600):
            found = re.search(
                r"(http://(?:localhost|127\.0\.0\.1):\d+)/lab\S*(\?token=\w+)",
                log.read_text(encoding="utf-8"),
            )
            if found:
                break
            if lab.poll() is not None:
                raise AssertionError(f"the lab ended:\n{log.read_text(encoding='utf-8')}")
            try:
                lab.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        else:
            raise AssertionError(f"the lab did not start:\n{log.read_text(encoding='utf-8')}")
        yield found.groups()
    finally:
        lab.terminate()
        try:
            lab.wait(20)
        except subprocess.TimeoutExpired:
            lab.kill()
            lab.wait()


class Lab:
    """JupyterLab as a test sees it."""

    def __init__(self, page, address, token):
        self.page, self.address, self.token = page, address, token
        self.errors = []
        page.on("pageerror", self._keep)

    def open(self, path=""):
        """Open a notebook and wait until its kernel is idle."""
        where = f"/lab/tree/{path}" if path else "/lab"
        self.page.goto(f"{self.address}{where}{self.token}&reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
        self.wait_idle()

    def _keep(self, error):
        # JupyterLab itself says this when a kernel restarts while it listens.
        if "Canceled future" not in str(error):
            self.errors.append(str(error))

    def wait_idle(self):
        """Wait until the kernel of the notebook in front has nothing left to do."""
        said = None
        for _ in range(12):
            # Its word "idle" can get lost when it restarts on a busy machine, so it is also asked:
            # it replies after all that it was asked before. Lost questions are asked again.
            said = self.page.evaluate(
                """async () => {
                  const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
                  const pause = time => new Promise(done => setTimeout(done, time));
                  if (!kernel) { await pause(500); return 'no kernel yet'; }
                  let answered = false;
                  kernel.requestKernelInfo().then(() => { answered = true; }, () => {});
                  for (let i = 0; i < 400; i++) {
                    if (kernel.status === 'idle' && (answered || i > 20)) return null;
                    if (answered && i > 20) return null;
                    await pause(50);
                  }
                  if (kernel.connectionStatus !== 'connected') await kernel.reconnect();
                  return `${kernel.status}, ${kernel.connectionStatus}`;
                }"""
            )
            if said is None:
                return
        raise AssertionError(f"the kernel did not become idle within four minutes: {said}")

    def command(self, name):
        """Run a command of JupyterLab's palette."""
        self.page.evaluate("name => window.jupyterapp.commands.execute(name)", name)

    def run_all(self):
        """Run every cell and wait for the last."""
        self.command("notebook:run-all-cells")
        self.page.wait_for_timeout(500)
        self.wait_idle()

    def cell(self, text):
        """The code cell whose source holds a text."""
        return self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea .cm-content", has_text=text)
        )

    def type_and_run(self, cell, source):
        """Replace a cell's source by typing, as a person would, and run it."""
        cell.locator(".jp-InputArea .cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_timeout(200)
        self.wait_idle()

    def until(self, good):
        """Wait until something holds: what a hand does is answered in its own time."""
        for _ in range(200):
            if good():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("it did not come to hold within ten seconds")

    def picture(self, name):
        """Keep a screenshot for a person to look at."""
        self.keep(self.page, name)

    def keep(self, what, name):
        """Keep a picture of an element."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        what.screenshot(path=PICTURES / f"{name}.png")
