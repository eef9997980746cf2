"""A real JupyterLab on a copy of the course, and a real browser in front of it."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "artefacts" / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
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


@pytest.fixture(scope="session")
def browser():
    """Chromium or Chrome, if this machine has one."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("PMLAB_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        said = "the browser tests need Chromium or Chrome: install one, or name it in PMLAB_BROWSER"
        if os.environ.get("PMLAB_REQUIRE_BROWSER"):
            pytest.fail(said)
        pytest.skip(said)
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def course(tmp_path):
    """A learner's own copy of the course, as a clone would be."""
    for name in ("notebooks", "exercises", "datasets"):
        shutil.copytree(
            ROOT / name,
            tmp_path / "course" / name,
            ignore=shutil.ignore_patterns("answers", "progress", ".ipynb_checkpoints"),
        )
    return tmp_path / "course"


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
        engine = pytest.importorskip("playwright.sync_api")
        for _ in range(5):
            try:
                self.page.wait_for_function(
                    """() => {
                      const panel = window.jupyterapp?.shell.currentWidget;
                      return panel?.sessionContext?.session?.kernel?.status === 'idle';
                    }""",
                    timeout=24_000,
                )
                return
            except engine.TimeoutError:
                # On a busy machine the word "idle" of a restarted kernel can get lost: ask again.
                self.page.evaluate(
                    """() => {
                      const panel = window.jupyterapp?.shell.currentWidget;
                      panel?.sessionContext?.session?.kernel?.requestKernelInfo();
                    }"""
                )
        raise AssertionError("the kernel did not become idle within two minutes")

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

    def picture(self, name):
        """Keep a screenshot for a person to look at."""
        self.keep(self.page, name)

    def keep(self, what, name):
        """Keep a picture of an element."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        what.screenshot(path=PICTURES / f"{name}.png")


@pytest.fixture(params=THEMES)
def theme(request):
    """Each of JupyterLab's two themes."""
    return request.param


@pytest.fixture
def lab(browser, course, tmp_path, theme):
    """A lab in one theme with a fresh browser page."""
    with served(course, tmp_path / "settings", theme) as (address, token):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(30_000)
        yield Lab(context.new_page(), address, token)
        context.close()
