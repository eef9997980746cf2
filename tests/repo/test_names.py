"""Names of the package: no package says one word for a submodule and for something else in it."""

import ast

import pytest
from places import ROOT

PACKAGES = sorted((ROOT / "course_utils").rglob("__init__.py"))


def bound(statements, package):
    """Names that a package's own file binds, whether at once or when they are asked for."""
    for node in statements:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            if node.module != package:
                yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.If | ast.Try):
            yield from bound([*node.body, *node.orelse], package)
        else:
            yield from (
                part.id
                for part in ast.walk(node)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            )


def clashes(init):
    """Names of a package that are a submodule as well as something else."""
    folder = init.parent
    package = ".".join(folder.relative_to(ROOT).parts)
    submodules = {path.stem for path in folder.glob("*.py")}
    submodules |= {path.parent.name for path in folder.glob("*/__init__.py")}
    return submodules & set(bound(ast.parse(init.read_text(encoding="utf-8")).body, package))


@pytest.mark.parametrize("init", PACKAGES, ids=lambda path: path.parent.name)
def test_no_submodule_takes_the_place_of_something_else(init):
    """Importing a submodule sets it in its package: a function of that name would be gone."""
    assert not clashes(init), f"name the submodules {sorted(clashes(init))} otherwise"
