"""Unpacking zip files that students made, or that hold what they made: within bounds, each alone.

What an archive says of itself is not believed, and what one of its entries does wrong costs nobody
but the one to whom it belongs.
"""

from __future__ import annotations

import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from course_utils.grading.handed_in import Bounds, Refused, good_name

LEFT_OUT = ("__MACOSX",)
"""Names that systems add by themselves."""
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)
_PIECE = 1 << 20


def unpack(
    archive: Path, target: Path, of: Callable[[PurePosixPath], str], bounds: Bounds | None = None
) -> dict[str, str]:
    """Unpack a zip file that students made, or that holds what they made.

    Parameters
    ----------
    archive, target : Path
    of : callable
        To whom a name in it belongs: the bounds hold for each, and each is refused alone.
    bounds : Bounds, optional

    Returns
    -------
    dict of str
        Why something was refused, by whom it belongs to.
    """
    most, refused = bounds or Bounds(), dict[str, str]()
    spent: dict[str, tuple[int, int]] = {}
    target.mkdir(exist_ok=True)
    try:
        zipped = zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, ValueError, OSError):  # ValueError: names in no encoding
        return {of(PurePosixPath(archive.name)): "it is no zip file that can be read."}
    with zipped:
        for info in zipped.infolist():
            path = PurePosixPath(info.filename)
            if not path.parts or any(
                part in LEFT_OUT or (part.startswith(".") and good_name(part))
                for part in path.parts
            ):
                continue
            whose = of(path)
            if whose in refused:
                continue
            entries, size = spent.get(whose, (0, 0))
            try:
                size += _one(zipped, info, path, target, most, most.total - size)
                if entries >= most.entries:
                    raise Refused(f"it has more than {most.entries:,} files and folders.")
            except Refused as why:
                refused[whose] = str(why)
            spent[whose] = entries + 1, size
    return refused


def _one(
    zipped: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    path: PurePosixPath,
    target: Path,
    bounds: Bounds,
    left: int,
) -> int:
    """Unpack one entry; return its size."""
    shown = info.filename[:60]
    if path.is_absolute() or not all(map(good_name, path.parts)):
        raise Refused(f"{shown!r} in it is a name that cannot be kept.")
    if len(path.parts) > bounds.depth + 1:
        raise Refused(f"its folders stand more than {bounds.depth} deep in each other.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Refused(f"{shown!r} in it is no plain file.")
    if info.flag_bits & 1:
        raise Refused(f"{shown!r} in it has a password.")
    place = target / path
    try:
        if info.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            return 0
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as out:
            return sum(
                map(out.write, _pieces(zipped, info, min(bounds.of(path.name), left), shown))
            )
    except (FileExistsError, NotADirectoryError):
        raise Refused(f"{shown!r} is in it twice.") from None
    except DAMAGED:
        raise Refused(f"{shown!r} in it is damaged.") from None
    except NotImplementedError:
        raise Refused(f"{shown!r} in it is packed in a way that is not known here.") from None
    except OSError as why:  # a full disk, or what bzip2 says of damage
        raise Refused(f"{shown!r} in it cannot be unpacked ({why}).") from None


def _pieces(
    zipped: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, shown: str
) -> Iterator[bytes]:
    """Yield an entry's bytes; what it says of its size is not believed."""
    size = 0
    with zipped.open(info) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most:
                raise Refused(f"{shown!r} makes it larger than {most >> 20} MB.")
            yield piece
