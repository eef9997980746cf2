"""`JailedExecute`: takes the place of nbgrader's ``Execute`` in ``Autograde``."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from nbclient.client import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade
from traitlets import Bool, Dict, Float, Integer, List, Unicode

from course_utils.exercises import MIME
from course_utils.exercises.later import LATER, place
from course_utils.exercises.policy import formed
from course_utils.grading.engine import files, messages
from course_utils.grading.engine.files import GIVEN, WORK
from course_utils.grading.engine.jail.limits import Limits
from course_utils.grading.engine.jail.policy import ALONE, Policy, exposes, shown_to_all
from course_utils.grading.engine.launch import (
    MODULES,
    CannotConfine,
    Launcher,
    Warm,
    cell_environment,
    choose,
)
from course_utils.grading.engine.opening import (
    Opening,
    Played,
    begins_with,
    fingerprints,
    first_cells,
)
from course_utils.grading.engine.session import Bounds, ProcessGone, Session, contents

PASSED_ON = ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING")
CASES, COMPANY = "PMLAB_CASES", "PMLAB_COMPANY"
CHECKS, COMPANYS_CHECKS = "checks.json", "checks"
NOT_RUN = "DeadKernelError"
"""nbclient's name for it."""

LAUNCHERS = 3
"""How many are kept: one for each notebook of a small assignment, and one without an opening."""

_launchers: dict[Any, Launcher | None] = {}


def launcher_for(
    container: tuple[str, ...],
    unsafe: bool,
    modules: tuple[str, ...],
    company: str = "",
    opening: Opening | None = None,
) -> Any:
    """Return this process's launcher for these settings; see `launch.choose`.

    The last few are kept: each holds a company's data in memory.
    """
    key = (os.getpid(), container, unsafe, modules, company, opening)
    if key not in _launchers:
        _launchers[key] = choose(container, unsafe, modules, company, opening)
        while len(_launchers) > LAUNCHERS:
            oldest = _launchers.pop(next(iter(_launchers)))
            if isinstance(oldest, Warm):
                oldest.close()
    return _launchers[key]


def shared_company(company: str | None) -> str:
    """Return the folder of the course's company; empty where a student has one of their own.

    What the warm parent has loaded, every submission that it forks can read.

    Parameters
    ----------
    company : str or None
        The folder of the student's company, if the hand-in needs one.
    """
    common = Path.cwd() / "datasets"
    folder = Path(company or common).resolve()
    shared = folder == common.resolve() and (folder / "datapackage.json").is_file()
    return str(folder) if shared else ""


def environment_for(company: str | None) -> dict[str, str]:
    """Return what a hand-in's cells find in their environment, wherever they run."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    where = {COMPANY: str(Path(company).resolve())} if company else {}
    return cell_environment() | passed_on | where


def opening_of(assignment: str, notebook: str, company: str | None) -> Opening | None:
    """Return what a notebook of the course begins with, as the instructor wrote it.

    Parameters
    ----------
    assignment, notebook : str
        As nbgrader names them.
    company : str or None
        The folder of the student's company; only the one that all share lets an opening be shared.
    """
    path = Path.cwd() / "solutions" / assignment / f"{notebook}.ipynb"
    if not path.is_file() or (company and not shared_company(company)):
        return None
    cells = first_cells(json.loads(path.read_text(encoding="utf-8")))
    if not cells:
        return None
    environment = environment_for(company) | {"NBGRADER_EXECUTION": "autograde"}
    beside = without_checks(contents(files.gather(path.parent)[0])[0])
    return Opening(
        cells, tuple(sorted(environment.items())), str(path.parent), fingerprints(beside)
    )


@contextmanager
def scratch_for(launcher: Launcher) -> Iterator[str]:
    """Make a folder where a submission may write, if it does not bring a file tree of its own."""
    if launcher.confinement != ALONE or launcher.machine.views:
        yield ""
        return
    folder = tempfile.mkdtemp(prefix="pmlab-scratch-")
    try:
        yield folder
    finally:
        # rm copes with folders nested deeper than Python can go down.
        subprocess.run(["rm", "-rf", "--", folder], check=False, capture_output=True)


def keep_from_view(secret: Path, launcher: Launcher) -> None:
    """Refuse to go on where every submission could read a folder that holds secrets."""
    if launcher.confinement == ALONE and (path := exposes(shown_to_all(), secret)):
        raise CannotConfine(
            f"{secret} stands in {path}, which every submission may read: move the course elsewhere."
        )


class JailedExecute(Execute):
    """Run a submission's cells in a process that can reach nothing but its own files.

    Same outputs and same scores as ``Execute``. Where the machine cannot hold a submission
    nothing runs, unless the site says otherwise; see ``docs/engine.md``.
    """

    unsafe = Bool(
        False, help="run submissions even where nothing can confine them, as nbgrader does"
    ).tag(config=True)
    container = List(
        Unicode(),
        help="a command that runs Python with the course in a container, without a network, "
        "its standard input kept open; used where the kernel and bubblewrap do not do",
    ).tag(config=True)
    warm_modules = List(
        Unicode(), default_value=list(MODULES), help="what is loaded once, before all submissions"
    ).tag(config=True)
    submission_timeout = Float(1800.0, help="seconds for all cells of a submission").tag(
        config=True
    )
    output_limit = Integer(8 << 20, help="bytes of output of one cell").tag(config=True)
    interrupt_grace = Float(
        2.0, help="seconds between an interrupt and the end of a process that ignores it"
    ).tag(config=True)
    limits = Dict(
        help="changes to the limits of a submission, by name: cpu_seconds, memory, processes, "
        "file, scratch, files, descriptors"
    ).tag(config=True)

    def launcher(self, opening: Opening | None = None, company: str | None = None) -> Any:
        """Return what holds submissions here, started when it is first asked for.

        Parameters
        ----------
        opening : Opening, optional
            What the hand-in is known to begin with.
        company : str, optional
            The folder of the student's company.

        Raises
        ------
        CannotConfine
            When nothing does and ``unsafe`` is not set, or when every submission could read the
            course.
        """
        modules = tuple(self.warm_modules)
        shared = shared_company(company)
        found = launcher_for(tuple(self.container), self.unsafe, modules, shared, opening)
        if found is not None:
            keep_from_view(Path.cwd(), found)
        return found

    def preprocess(
        self, nb: NotebookNode, resources: Any = None, km: Any = None
    ) -> tuple[NotebookNode, Any]:
        """Run a notebook; every cell that cannot run gets an error output, and so no points."""
        forbid_skipping(nb, self.skip_cells_with_tag)
        company, opening = os.environ.get(COMPANY), None
        names = (resources or {}).get("nbgrader", {})
        if names:
            opening = opening_of(names["assignment"], names["notebook"], company)
        folder = Path(((resources or {}).get("metadata") or {}).get("path") or ".").resolve()
        found, left_out = files.gather(folder)
        all_given, more = contents(found)
        given = without_checks(all_given)
        for words in left_out + more:
            self.log.warning("Left out of the submission's folder: %s.", words)
        if opening and not (
            begins_with(nb, opening.cells, self.skip_cells_with_tag)
            and dict(opening.environment) == environment_for(company)
            and opening.files == fingerprints(given)
        ):
            opening = None
        launcher = self.launcher(opening, company)
        if launcher is None:
            self.log.warning("This submission is not confined: unsafe is set.")
            return super().preprocess(nb, resources, km)
        NotebookClient.__init__(self, nb, km)
        self.reset_execution_trackers()
        self._check_assign_resources(resources)
        # nbclient's Output widget answers the kernel; nobody listens here.
        client: Any = SimpleNamespace(
            session=SimpleNamespace(msg=lambda *args, **kwargs: None),
            shell_channel=SimpleNamespace(send=lambda message: None),
        )
        self.kc = client
        self.nb.metadata["language_info"] = language()
        given += [
            (path, forms)
            for path, content in all_given
            if path == CHECKS and (forms := formed(content)) is not None
        ]
        with scratch_for(launcher) as scratch:
            keep_from_view(folder, launcher)
            session = self._session(launcher, given, scratch)
            try:
                self._run_cells(session, launcher.opening)
                if (waiting := self._waiting()) and not session.alive:
                    session.close()
                    session = self._session(launcher, given, scratch)
                    self._again(session, max(waiting), len(launcher.opening))
                self._ask(session, waiting)
            finally:
                session.close()
                self.kc = None
        self.set_widgets_metadata()
        return self.nb, self.resources

    def _session(self, launcher: Launcher, given: list[tuple[str, bytes]], scratch: str) -> Session:
        shown = list(shown_to_all())
        sent = [(f"{WORK}/{path}", content) for path, content in given]
        company = os.environ.get(COMPANY)
        environment = environment_for(company)
        cases = os.environ.get(CASES)
        if cases:
            environment[CASES] = LATER
        if company and launcher.confinement == ALONE:
            shown += without_its_checks(Path(company).resolve())
        elif company:
            gathered = files.gather(Path(company))[0]
            found, problems = contents(
                [one for one in gathered if not one.path.startswith(f"{COMPANYS_CHECKS}/")]
            )
            sent += [(f"{GIVEN}/company/{path}", content) for path, content in found]
            for words in problems:
                self.log.warning("Left out of the company's data: %s.", words)
            environment[COMPANY] = f"{{root}}/{GIVEN}/company"
        policy = Policy(
            shown=tuple(shown),
            scratch=scratch,
            limits=Limits(**self.limits),
            machine=launcher.machine,
            confinement=launcher.confinement,
        )
        bounds = Bounds(
            output=self.output_limit,
            submission=self.submission_timeout,
            grace=self.interrupt_grace,
        )
        return Session(launcher, policy, sent, environment, bounds)

    def _run_cells(self, session: Session, played: list[Played]) -> None:
        opening = iter(played)
        gone: str | None = None
        for index, cell in enumerate(self.nb.cells):
            if not self._runs(cell):
                if cell.cell_type == "code" and is_grade(cell):
                    cell.outputs = [new_output("error", **failed(not_run("This cell is empty.")))]
                continue
            cell.outputs = []
            self.clear_before_next_output = False
            self.code_cells_executed += 1
            if gone is None:
                try:
                    reply = self._run_cell(session, cell, index, next(opening, None))
                except ProcessGone as reason:
                    gone = f"the process was over in cell {self.code_cells_executed}: {reason}"
                    self.log.warning("Submission ended early: %s.", gone)
                    reply = not_run(f"This cell did not finish: {reason}.")
            else:
                reply = not_run(f"This cell was not run: {gone}.")
            cell["execution_count"] = self.code_cells_executed
            self.on_cell_executed(cell=cell, cell_index=index, execute_reply={"content": reply})
            cell.outputs = joined(cell.outputs)

    def _runs(self, cell: NotebookNode) -> bool:
        return (
            cell.cell_type == "code"
            and bool(cell.source.strip())
            and self.skip_cells_with_tag not in cell.metadata.get("tags", [])
        )

    def _waiting(self) -> dict[int, list[dict[str, Any]]]:
        """Return by graded cell the answers whose functions wait for cases."""
        found: dict[int, list[dict[str, Any]]] = {}
        for index, cell in enumerate(self.nb.cells):
            for output in cell.get("outputs", ()) if is_grade(cell) else ():
                answer = output.get("data", {}).get(MIME)
                if isinstance(answer, dict) and place(answer.get("answer")):
                    found.setdefault(index, []).append(answer)
        return found

    def _again(self, session: Session, last: int, played: int) -> None:
        """Run the cells up to one once more, unheard, where a later one ended the process."""
        for cell in self.nb.cells[: last + 1]:
            if not self._runs(cell):
                continue
            if played:
                played -= 1
                continue
            try:
                session.run(cell.source, self._get_timeout(cell), lambda kind, content: None)
            except ProcessGone:
                return

    def _ask(self, session: Session, waiting: dict[int, list[dict[str, Any]]]) -> None:
        """Send the unseen cases now that nothing more is shown, and fill in what came of them."""
        if not waiting:
            return
        answers: dict[str, Any] = {}
        given = os.environ.get(CASES)
        cases = json.loads(Path(given).read_bytes()) if given else {}
        several = [one for answers in waiting.values() for one in answers]
        asked = {
            number: cases[one["exercise"]]
            for one in several
            if isinstance(one.get("exercise"), str)
            and one["exercise"] in cases
            and (number := place(one["answer"]))
        }
        if asked and session.alive:
            try:
                answers = session.ask(asked, self.timeout or self.submission_timeout)
            except ProcessGone as reason:
                self.log.warning("Functions could not be asked: %s.", reason)
        for one in several:
            one["answer"] = answers.get(place(one["answer"]) or "")

    def _run_cell(
        self, session: Session, cell: NotebookNode, index: int, played: Played | None
    ) -> dict[str, Any]:
        def show(kind: str, content: dict[str, Any]) -> None:
            message = {
                "header": {"msg_type": kind, "msg_id": "shown"},
                "msg_type": kind,
                "content": content,
                "parent_header": {"msg_id": session.identity},
                "metadata": {},
                "buffers": [],
            }
            self.process_message(message, cell, index)

        if played is not None:
            for kind, content in played.shown:
                show(kind, messages.output(kind, content))
            return messages.reply(played.reply)
        ran = session.run(cell.source, self._get_timeout(cell), show)
        number = self.code_cells_executed
        if ran.cut:
            self.log.warning("The outputs of cell %d were cut.", number)
        if ran.late:
            self.log.warning("Cell %d took too long and was interrupted.", number)
            if self.error_on_timeout:
                return {**self.error_on_timeout, "status": "error"}
        return ran.reply


def without_checks(given: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return the files of a hand-in without that in which answers could be searched."""
    return [(path, content) for path, content in given if path != CHECKS]


def without_its_checks(company: Path) -> list[str]:
    """Return what a submission may see of a company: its data, not the checks that belong to it."""
    if not (company / COMPANYS_CHECKS).exists():
        return [str(company)]
    return [str(path) for path in sorted(company.iterdir()) if path.name != COMPANYS_CHECKS]


def forbid_skipping(nb: NotebookNode, tag: str) -> None:
    """Take a tag, which keeps a cell from being run, from all cells that give points.

    nbgrader gives full marks to a check that shows nothing, and tags are the student's.
    """
    for cell in nb.cells:
        tags = cell.metadata.get("tags", [])
        kept = [one for one in tags if isinstance(one, str)] if isinstance(tags, list) else []
        if is_grade(cell):
            kept = [one for one in kept if one != tag]
        if kept != tags:
            cell.metadata["tags"] = kept


def failed(reply: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of an error output from those of a reply."""
    return {name: reply[name] for name in ("ename", "evalue", "traceback")}


def not_run(words: str) -> dict[str, Any]:
    """Return the reply for a cell that gave none; without its error nbgrader gives full marks."""
    return {
        "status": "error",
        "ename": NOT_RUN,
        "evalue": words,
        "traceback": [f"{NOT_RUN}: {words}"],
    }


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join neighbouring pieces of the same stream."""
    result: list[NotebookNode] = []
    for output in outputs:
        last = result[-1] if result else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last["text"] += output["text"]
        else:
            result.append(output)
    return result


def language() -> dict[str, Any]:
    """Return what a Python kernel says about its language."""
    return {
        "name": "python",
        "version": platform.python_version(),
        "mimetype": "text/x-python",
        "codemirror_mode": {"name": "ipython", "version": 3},
        "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python",
        "file_extension": ".py",
    }
