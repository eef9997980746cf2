"""The browser of this machine, for tests and benchmarks alike."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


def find():
    """Where Chromium or Chrome is, None if nowhere."""
    return os.environ.get("PMLAB_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(engine):
    """Start it with a running Playwright."""
    return engine.chromium.launch(executable_path=find(), args=FLAGS)
