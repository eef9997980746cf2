"""Frames between the grader and a student's process: four bytes of length, then UTF-8 JSON.

The grader reads what a student's process writes, so reading is bounded and trusts nothing.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, NoReturn

HEADER = struct.Struct("<I")
LARGEST = 32 << 20
"""Bytes that one frame may hold. The child never sends more; who does is not our child."""
PIECE = 1 << 20


# Bound once: a submission that breaks the json module should still be heard.
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class WireError(ValueError):
    """What came over the wire is not what our own code sends."""


def encode(message: dict[str, Any]) -> bytes:
    """Return the frame of a message."""
    body = _encode(message).encode("ascii")
    return HEADER.pack(len(body)) + body


def decode(body: bytes) -> dict[str, Any]:
    """Return the message of a frame's body.

    Raises
    ------
    WireError
        For anything but a JSON object. Lone surrogates, which no file could hold, are replaced.
    """
    try:
        text = body.decode("ascii")
        message = json.loads(text, parse_constant=_no_constant)
        if "\\ud" in text.lower():
            message = _without_surrogates(message)
    except (ValueError, RecursionError) as error:
        raise WireError(f"This is no message: {type(error).__name__}") from None
    if not isinstance(message, dict):
        raise WireError("This is no message: not an object")
    return message


class Buffer:
    """Bytes that have come in, taken out as whole messages."""

    def __init__(self, largest: int = LARGEST) -> None:
        self._bytes = bytearray()
        self._largest = largest

    def add(self, received: bytes) -> None:
        """Add bytes as they came."""
        self._bytes += received

    def take(self) -> tuple[dict[str, Any], int] | None:
        """Return the next whole message and its size in bytes, or None when more must come."""
        if len(self._bytes) < HEADER.size:
            return None
        (size,) = HEADER.unpack_from(self._bytes)
        if size > self._largest:
            raise WireError(f"A message of {size} bytes is larger than any of ours.")
        end = HEADER.size + size
        if len(self._bytes) < end:
            return None
        body = bytes(self._bytes[HEADER.size : end])
        del self._bytes[:end]
        return decode(body), size


def receive(channel: socket.socket) -> dict[str, Any]:
    """Wait for one message on a blocking socket; the child's side.

    Raises
    ------
    EOFError
        When the other side is gone.
    """
    (size,) = HEADER.unpack(receive_bytes(channel, HEADER.size))
    return decode(receive_bytes(channel, size))


def receive_bytes(channel: socket.socket, count: int) -> bytes:
    """Wait for exactly so many bytes on a blocking socket."""
    parts = bytearray()
    while len(parts) < count:
        part = channel.recv(min(PIECE, count - len(parts)))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in value.items()}
    return value
