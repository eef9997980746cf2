"""``pmlab cohort bundle``: what students get, as folders for a hub and as files to unpack at home.

What goes in is named here, folder by folder; whatever else stands in a cohort's folder stays there:
keys, solutions, the roster, marks, what others handed in, and secrets.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import course_utils
from course_utils import files
from course_utils.grading.desk.new import LEFT
from course_utils.grading.desk.settings import CannotRun, Settings

PLACE = "bundles"
COURSE, COMPANIES, OWN = "course", "companies", "company"
SHARED = ("notebooks", "datasets")
"""Of a cohort's folder, besides the assignments: lessons with their checks, the course's company."""
TOOLS = ("start.py", "pyproject.toml", "requirements.lock", "environment.yml", "LICENSE",
         "LICENSE-CONTENT")  # fmt: skip
"""Of the course's folder, for whoever sets the course up at home."""
_CONFIG = '''\
"""nbgrader's settings for students: of which course this is, and where hand-ins go."""

import os
from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader provides it
c.CourseDirectory.course_id = {name!r}
# A notebook that printed much is handed in all the same: its outputs are made anew.
c.CourseDirectory.max_file_size = c.CourseDirectory.max_dir_size = 315_000
c.Exchange.assignment_dir = str(Path(__file__).parent / "exercises")
shared = os.environ.get("PMLAB_EXCHANGE") or {exchange!r}
if shared:
    c.Exchange.root = shared
'''
_README = """\
# PM Lab, {name}

{start}
Begin with `notebooks/00_start_here.ipynb`. Your assignments are in `exercises/`: {assignments}.
{company}
To hand in, save the notebook, go to this folder and run, for instance:

```sh
nbgrader submit {first}
```

If your course has no shared exchange, give your instructor the folder `exercises/{first}` as it is, with all that is in it.
"""
_AT_HOME = """\
You need Python 3.11 or newer and about 2 GB of disk; the internet is needed once.

```sh
python start.py lab
```

sets everything up and opens the course in your browser. Commands that begin with `nbgrader` need its environment: `source .venv/bin/activate`, on Windows `.venv\\Scripts\\activate`.
"""
_AT_HUB = "Everything is set up here.\n"
_COMPANY = """
Your marks come from a company of your own{where}. Rehearse on the course's company, where `check()` tells all that it knows, then look at your own: the same questions, other numbers. {how}
"""
_HOW_AT_HOME = (
    "`python start.py lab` opens the course's company, `python start.py lab --own` yours."
)
_HOW_AT_HUB = (
    "Where the environment variable `PMLAB_COMPANY` names its folder, the notebooks use it."
)


@dataclass
class Bundled:
    """What was made.

    Attributes
    ----------
    hub : Path
        The folder for a hub.
    zips : list of Path
        One for all, or one for each student.
    without : list of str
        Students who have no company yet, and got nothing.
    """

    hub: Path
    zips: list[Path] = field(default_factory=list)
    without: list[str] = field(default_factory=list)


def bundle(
    root: Path,
    settings: Settings,
    assignments: Sequence[str],
    students: Sequence[str],
    out: Path,
) -> Bundled:
    """Make what students get, each folder and file whole or not at all.

    Parameters
    ----------
    root : Path
        The cohort's folder.
    settings : Settings
    assignments : sequence of str
        Those to be given, as they are released.
    students : sequence of str
        Whose companies are given, where students have companies of their own.
    out : Path
        A folder, which is made: ``hub/`` and ``zip/`` come into it.

    Raises
    ------
    CannotRun
        If an assignment has no release, nobody has a company, or there is no room.
    """
    for name in assignments:
        if not any((root / "exercises" / name).glob("*.ipynb")):
            raise CannotRun(f"{name} has no release: 'pmlab cohort release {name}' makes it.")
    without = [one for one in students if not _company(root, one)] if settings.per_student else []
    having = [one for one in students if one not in without] if settings.per_student else []
    if settings.per_student and not having:
        raise CannotRun("Nobody has a company yet: 'pmlab cohort companies' makes them.")
    made = Bundled(out / "hub", without=without)
    try:
        with files.new_folder(made.hub / COURSE) as building:
            _course(root, settings, assignments, building, at_home=False)
        for student in having:
            with files.new_folder(made.hub / COMPANIES / student) as building:
                shutil.copytree(
                    root / "companies" / student, building, ignore=_ignore, dirs_exist_ok=True
                )
                building.chmod(0o700)
        with files.new_folder(out / "zip") as building:
            common = building / f"{settings.name}.zip"
            _zip_course(root, settings, assignments, common)
            for student in having:
                shutil.copyfile(common, building / f"{student}.zip")
                own = root / "companies" / student
                with zipfile.ZipFile(
                    building / f"{student}.zip", "a", zipfile.ZIP_DEFLATED
                ) as zipped:
                    _add(zipped, own, Path(settings.name) / OWN)
                (building / f"{student}.zip").chmod(files.PRIVATE)
            if having:
                common.unlink()
    except OSError as error:
        raise CannotRun(f"{out} cannot be written ({error.strerror or error}).") from None
    made.zips = sorted((out / "zip").glob("*.zip"))
    return made


_ignore = shutil.ignore_patterns(*LEFT, "*.pyc")


def _company(root: Path, student: str) -> bool:
    return (root / "companies" / student / "datapackage.json").is_file()


def _course(
    root: Path, settings: Settings, assignments: Sequence[str], target: Path, *, at_home: bool
) -> None:
    """Put what all students share into a folder."""
    for part in SHARED:
        if (root / part).is_dir():
            shutil.copytree(root / part, target / part, ignore=_ignore)
    for name in assignments:
        shutil.copytree(root / "exercises" / name, target / "exercises" / name, ignore=_ignore)
    config = _CONFIG.format(
        name=settings.name, exchange=os.environ.get("PMLAB_EXCHANGE") or settings.exchange
    )
    files.write(target / "nbgrader_config.py", config)
    company = ""
    if settings.per_student:
        company = _COMPANY.format(
            where=", in `company/`" if at_home else "",
            how=_HOW_AT_HOME if at_home else _HOW_AT_HUB,
        )
    text = _README.format(
        name=settings.name,
        start=_AT_HOME if at_home else _AT_HUB,
        assignments=", ".join(assignments),
        company=company,
        first=assignments[0],
    )
    files.write(target / "README.md", text)
    if at_home:
        package = Path(course_utils.__file__).parent
        shutil.copytree(package, target / package.name, ignore=_ignore)
        for name in TOOLS:
            if (package.parent / name).is_file():
                shutil.copyfile(package.parent / name, target / name)


def _zip_course(root: Path, settings: Settings, assignments: Sequence[str], target: Path) -> None:
    """Write what all students share as a file to unpack."""
    with files.new_folder(target.with_suffix("")) as building:
        _course(root, settings, assignments, building, at_home=True)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
            _add(zipped, building, Path(settings.name))
    shutil.rmtree(target.with_suffix(""))


def _add(zipped: zipfile.ZipFile, folder: Path, within: Path) -> None:
    """Add a folder's files; links, which could lead out of it, stay out."""
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        hidden = any(part in LEFT for part in place.parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            zipped.write(path, (within / place).as_posix())
