"""Parts under a whole: KPI trees, opportunity trees, objectives and key results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import traitlets as t

from course_utils.widgets.answer import Answer, Options, as_items, mapping, options
from course_utils.widgets.scripts import script

HERE = Path(__file__).parent

ROOT = "root"


class Tree(Answer):
    """Hang parts under a whole.

    Parameters
    ----------
    exercise : str
        Name of the exercise.
    root : str
        The whole, at the top of the tree.
    nodes : mapping of id to text, or list of words
        The parts.

    Notes
    -----
    `value` and `answer` are ``{part: what it hangs under}`` for the parts that hang in the tree,
    with ``"root"`` for the whole: the form `Table` with two columns.
    """

    _esm = script(HERE / "tree.js")
    root = t.Unicode().tag(sync=True)
    nodes: t.List[Any] = t.List().tag(sync=True)

    def __init__(self, exercise: str, root: str, nodes: Options, **more: Any) -> None:
        named = options(nodes, "nodes")
        if ROOT in dict(named):
            raise ValueError(f'no node may have the id "{ROOT}": it names the whole.')
        super().__init__(exercise, root=root, nodes=named, **more)

    def tidy(self, value: Any) -> Any:
        """Return known parts that hang, through known parts, under the whole."""
        given = mapping(value)
        ids = [name for name, _ in self.nodes]
        kept = {name: parent for name, parent in given.items() if name in ids}

        def hangs(name: str) -> bool:
            above = set()
            while name != ROOT:
                if name in above or name not in kept:
                    return False
                above.add(name)
                name = kept[name]
            return True

        return {name: parent for name, parent in kept.items() if hangs(name)}

    def judged(self, value: Any) -> Any:
        """Return what each part hangs under, in the order of the parts; None if none hangs."""
        return {name: value[name] for name, _ in self.nodes if name in value} or None

    def missing(self) -> str:
        """Return what is still to be done by hand."""
        return "You have not hung any part yet: hang each one under the top or under another part."

    def offered(self) -> list[str]:
        """Return the top and the parts."""
        return [f"At the top: {self.root}", *as_items(self.nodes)]

    def in_code(self) -> str:
        """Return a statement that hangs one part."""
        return f"{self.exercise}.value = {{{self.nodes[0][0]!r}: {ROOT!r}}}"

    def words(self, value: Any) -> list[str]:
        """Return the tree as an outline, then what does not hang in it."""
        texts = dict(self.nodes)

        def below(parent: str, depth: int) -> list[str]:
            lines = []
            for name, above in value.items():
                if above == parent:
                    lines.append(f"{'- ' * depth}{texts[name]}")
                    lines += below(name, depth + 1)
            return lines

        rest = [text for name, text in self.nodes if name not in value]
        return [self.root, *below(ROOT, 1)] + (
            [f"Not in the tree: {', '.join(rest)}"] if rest else []
        )
