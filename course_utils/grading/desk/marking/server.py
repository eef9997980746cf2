"""The page on which answers are marked: served to this machine's own browser, and to nobody else.

Who opens it needs the token in its address. Requests under another host's name, or from another
site's page, are refused, and the page may load and send nothing but its own.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

from tornado import httputil, web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from course_utils import files
from course_utils.grading.desk.marking.reading import BadMark, Outdated, Reading
from course_utils.grading.desk.settings import CannotRun

HERE = Path(__file__).parent
HOST = "127.0.0.1"
FILES = {"page.js": "text/javascript", "page.css": "text/css"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
LARGEST = 100_000
"""Bytes of a request."""


class Marking(web.Application):
    """The page and what it asks for.

    Parameters
    ----------
    reading : Reading

    Attributes
    ----------
    token : str
        Without it every address is unknown.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading, self.token, self.hosts = reading, secrets.token_urlsafe(24), set[str]()
        super().__init__(
            [
                (r"/([\w-]+)/", _Page),
                (r"/([\w-]+)/(page\.js|page\.css)", _File),
                (r"/([\w-]+)/api/(\w+)", _Api),
            ],
            log_function=lambda handler: None,
        )

    def listen_here(self, port: int = 0) -> tuple[HTTPServer, str]:
        """Begin to serve; return the server and the page's address."""
        try:
            sockets = bind_sockets(port, HOST)
        except OSError as error:
            raise CannotRun(f"Port {port} cannot be used ({error.strerror}).") from None
        server = HTTPServer(self, max_body_size=LARGEST)
        server.add_sockets(sockets)
        port = sockets[0].getsockname()[1]
        self.hosts = {f"{HOST}:{port}", f"localhost:{port}"}
        return server, f"http://{HOST}:{port}/{self.token}/"


class _Handler(web.RequestHandler):
    """What every answer has in common."""

    application: Marking
    from_elsewhere = False
    """Whether a page of another site may lead here; who comes needs the token all the same."""

    def prepare(self) -> None:
        token = str(self.path_args[0]) if self.path_args else ""
        if self.request.host not in self.application.hosts or not hmac.compare_digest(
            token.encode(), self.application.token.encode()
        ):
            raise web.HTTPError(404)
        origin = self.request.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") != self.request.host:
            raise web.HTTPError(403)
        whence = self.request.headers.get("Sec-Fetch-Site", "none")
        if whence not in ("none", "same-origin") and not self.from_elsewhere:
            raise web.HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def write_error(self, status_code: int, **more: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(httputil.responses.get(status_code, "Error"))


class _Page(_Handler):
    from_elsewhere = True

    def get(self, token: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish((HERE / "page.html").read_bytes())


class _File(_Handler):
    def get(self, token: str, name: str) -> None:
        self.set_header("Content-Type", f"{FILES[name]}; charset=utf-8")
        self.finish((HERE / name).read_bytes())


class _Api(_Handler):
    """What the page asks for, as JSON; a refusal is a sentence."""

    def get(self, token: str, what: str) -> None:
        reading, question = self.application.reading, self.get_query_argument("question", "")
        asked: dict[str, Callable[[], Any]] = {
            "questions": lambda: {
                "assignment": reading.assignment,
                "marker": reading.marker,
                "second": reading.second,
                "questions": [asdict(one) for one in reading.questions],
            },
            "states": lambda: reading.states(question),
            "answer": lambda: reading.answer(question, int(self.get_query_argument("number"))),
            "comments": lambda: reading.comments(question),
        }
        self._answer(asked.get(what))

    def post(self, token: str, what: str) -> None:
        def mark() -> Any:
            given = json.loads(self.request.body)
            if not isinstance(given, dict):
                raise BadMark("A mark is an object.")
            number, question = given.get("number"), str(given.get("question"))
            if not isinstance(number, int):
                raise BadMark("A mark needs a number.")
            points = self.application.reading.mark(question, number, given)
            return {"points": points}

        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            raise web.HTTPError(415)  # what a page elsewhere could send without asking
        self._answer(mark if what == "mark" else None)

    def _answer(self, work: Callable[[], Any] | None) -> None:
        if work is None:
            raise web.HTTPError(404)
        try:
            found, status = work(), 200
        except Outdated as error:
            found, status = {"error": str(error)}, 409
        except (BadMark, ValueError) as error:
            found, status = {"error": str(error)}, 400
        except CannotRun as error:
            found, status = {"error": str(error)}, 500
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(found))


@contextmanager
def door(folder: Path, address: str) -> Iterator[Path]:
    """Make a file that leads to the page: an address in a command could be read by other accounts.

    Parameters
    ----------
    folder : Path
        Where to; only its owner reads the file, and it goes at the end.
    address : str
    """
    path = folder / f"marking-{secrets.token_hex(4)}.html"
    text = f'<!DOCTYPE html><meta http-equiv="refresh" content="0; url={escape(address)}">'
    files.write(path, text, files.PRIVATE)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def serve(
    reading: Reading, port: int, opened: Callable[[str], AbstractContextManager[object]]
) -> None:
    """Serve the page until the command is interrupted.

    Parameters
    ----------
    reading : Reading
    port : int
        0 for any that is free.
    opened : callable
        Given the page's address, what lasts as long as the page is served.
    """

    async def run() -> None:
        server, address = Marking(reading).listen_here(port)
        with opened(address):
            try:
                await asyncio.Event().wait()
            finally:
                server.stop()

    asyncio.run(run())
