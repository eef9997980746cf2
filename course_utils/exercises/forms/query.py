"""A query in SQL, graded on its result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from course_utils.exercises.forms.base import NotAttempted, WrongForm, is_blank
from course_utils.exercises.forms.table import Table
from course_utils.exercises.plain import MAX_TEXT, Opaque, Sheet, describe, plain, to_json

_RESULT = Opaque("query result")


@dataclass(frozen=True)
class Query(Table):
    """One SELECT statement as text; its result is graded as a `Table`.

    The reference returns the right query as text. The verdict runs the learner's query on the
    learner's company and on another one, so a query that leans on particular values fails.
    Other attributes are those of `Table`.

    Attributes
    ----------
    edges
        Ask for the right result on the company of edges too, in the learner's check as well: there
        a query that is right by luck is found out, and a mistake may show there alone.
    """

    edges: bool = False

    private: ClassVar[tuple[str, ...]] = ("edges",)

    @property
    def expected(self) -> str:
        """What an answer looks like."""
        return 'a query as text, such as "select count(*) as users from users"'

    def bind(self, right: Any, source: Any = None) -> Self:
        """Take columns and kinds from the result of the right query."""
        return super().bind(self.read(right, source) if isinstance(right, str) else right, source)

    def read(self, value: Any, source: Any = None) -> Sheet:
        """Return the result of the query on ``source``; a `Sheet` is a result already."""
        if isinstance(value, Sheet):
            return value
        return super().read(self._run(self.text(value), source))

    def text(self, value: Any) -> str:
        """Return the text of the query.

        Raises
        ------
        NotAttempted, WrongForm
        """
        answer = plain(value)
        if is_blank(answer):
            raise NotAttempted
        if isinstance(answer, Sheet) or answer == _RESULT:
            raise WrongForm("This is the result of a query; give the query itself, as text.")
        if not isinstance(answer, str):
            raise WrongForm(f"The answer is {describe(answer)}; expected {self.expected}.")
        if len(answer) > MAX_TEXT:
            raise WrongForm("The query is too long.")
        return answer

    def _run(self, text: str, source: Any) -> Sheet:
        from course_utils.exercises.sql import run

        return run(text, source)

    def encode(self, value: Any) -> Any:
        """Return the text of the query, or whatever stands in its place."""
        answer = plain(value)
        if isinstance(answer, Sheet):
            answer = _RESULT
        return to_json(answer)

    def decode(self, data: Any) -> Any:
        """Return the text; a table in its place is never taken for a result."""
        answer = super().decode(data)
        return _RESULT if isinstance(answer, Sheet) else answer

    def unbound(self) -> Self:
        """Return the form as the author wrote it, for another company."""
        return replace(self, kinds=())
