"""Formgrader, made safe against what it shows: cleaned hand-ins under a policy without their scripts.

nbgrader's formgrader has no setting for how it draws a hand-in, so four of its handlers are changed
in memory, in the server's process, when it reads the course's settings.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import os
import secrets
import stat
import sys
from html import escape
from pathlib import Path
from typing import Any

from course_utils.grading.nbgrader.harmless import HarmlessExporter

MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/"
"""The one version that formgrader's template names, which loads its parts from beside itself."""
INLINE = ("toggle_name(true);", "toggle_name(false);")
"""What formgrader's template has as handlers of clicks; no other runs."""
NOTEBOOK = 'id="notebook-container"'
"""Where nbgrader's template begins to show the hand-in."""
FILES = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
HANDLERS = "nbgrader.server_extensions.formgrader.handlers"


class FormgradeExporter(HarmlessExporter):
    """What draws a hand-in for formgrader."""


def policy(nonce: str) -> str:
    """Return what a browser may do on a page of formgrader that shows a hand-in."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in INLINE
    ]
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}' 'unsafe-hashes' {' '.join(hashes)} "
        f"{MATHJAX}; style-src 'self' 'unsafe-inline'; font-src 'self' {MATHJAX}; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
    )


def with_nonce(page: str, nonce: str) -> str:
    """Return a page whose own scripts, all before the hand-in, may run."""
    own, begins, handed_in = page.partition(NOTEBOOK)
    if not begins:
        raise ValueError("nbgrader's template of formgrader has changed.")
    return own.replace("<script", f'<script nonce="{nonce}"') + begins + handed_in


def trusted(folder: Path, course: Any) -> bool:
    """Say whether settings in a folder may be run: the instructor's own, and not in a hand-in.

    Parameters
    ----------
    folder : Path
    course : nbgrader.coursedir.CourseDirectory
    """
    folder, root = folder.resolve(), Path(course.root).resolve()
    steps = (
        course.submitted_directory,
        course.autograded_directory,
        course.feedback_directory,
        course.release_directory,
        ".pmlab",
    )
    if any(folder.is_relative_to((root / step).resolve()) for step in steps):
        return False
    for path in (folder, folder / "nbgrader_config.py"):
        try:
            found = path.lstat()
        except OSError:
            return False
        if stat.S_ISLNK(found.st_mode):
            return False
        if os.name != "nt" and found.st_uid not in (0, os.getuid()):
            return False
    return True


def protect() -> bool:
    """Change formgrader where it runs in this process, once; say whether it does."""
    handlers: Any = sys.modules.get(HANDLERS)
    if handlers is None or hasattr(handlers, "pmlab"):
        return handlers is not None
    handlers.pmlab = True
    from tornado import web

    class Drawn:
        """nbgrader's exporter for one request."""

        def __init__(self, handler: Any) -> None:
            settings = handler.settings
            if "pmlab_exporter" not in settings:
                config = settings["nbgrader_formgrader"].config.copy()
                # The template is formgrader's own, also where another course was opened first.
                config.merge(settings["initial_config"])
                settings["pmlab_exporter"] = FormgradeExporter(config=config)
            self._exporter, self._nonce = settings["pmlab_exporter"], nonce_of(handler)

        def from_filename(self, filename: str, resources: dict[str, Any]) -> tuple[str, Any]:
            """Draw a hand-in."""
            safe = {k: escape(v) if isinstance(v, str) else v for k, v in resources.items()}
            page, resources = self._exporter.from_filename(filename, resources=safe)
            return with_nonce(page, self._nonce), resources

    def nonce_of(handler: Any) -> str:
        if not hasattr(handler, "_pmlab_nonce"):
            handler._pmlab_nonce = secrets.token_urlsafe(16)
        return str(handler._pmlab_nonce)

    shows = handlers.SubmissionHandler
    before = shows.content_security_policy.fget
    shows.exporter = property(Drawn)
    shows.content_security_policy = property(
        lambda self: f"{before(self)}, {policy(nonce_of(self))}"
    )
    handlers.SubmissionFilesHandler.content_security_policy = property(lambda self: FILES)

    opens = handlers.FormgraderHandler.get

    @functools.wraps(opens)
    def get(self: Any) -> Any:
        path = self.get_argument("path", "")
        whence = self.request.headers.get("Sec-Fetch-Site", "none")
        wanted = self.request.headers.get("Sec-Fetch-Dest", "document")
        if path and (
            whence == "cross-site"
            or wanted not in ("document", "iframe", "empty")
            or not trusted(Path(os.path.abspath(path)), self.coursedir)
        ):
            raise web.HTTPError(
                403, "Settings are read from a course of your own only, never from a hand-in."
            )
        return opens(self)

    handlers.FormgraderHandler.get = get
    return True
