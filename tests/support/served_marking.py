"""The marking page's server in a thread of a test, and requests to it."""

from __future__ import annotations

import asyncio
import json
from threading import Thread

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from course_utils.grading.desk import settings
from course_utils.grading.desk.marking.reading import Reading
from course_utils.grading.desk.marking.server import Marking


def reading(root, marker="eve", **more):
    """Return a cohort's answers for a reader."""
    return Reading(root, settings.read(root), "sample", marker, **more)


class Served:
    """The page's server in a thread, and requests to it."""

    def __init__(self, root):
        self.loop, self.ready = asyncio.new_event_loop(), None
        self.application = Marking(reading(root))

        async def begin():
            self.server, self.address = self.application.listen_here()

        self.thread = Thread(target=self.loop.run_forever)
        self.thread.start()
        asyncio.run_coroutine_threadsafe(begin(), self.loop).result(30)

    def __call__(self, path="", body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        url = self.address + path if not path.startswith("http") else path
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        request = HTTPRequest(
            url, "GET" if body is None else "POST", headers,
            body=None if body is None else json.dumps(body),
        )  # fmt: skip

        async def fetch():
            return await AsyncHTTPClient().fetch(request, raise_error=False)

        return asyncio.run_coroutine_threadsafe(fetch(), self.loop).result(30)

    def close(self):
        async def end():
            self.server.stop()

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
