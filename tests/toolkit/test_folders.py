"""Skills and modules are found by their folders, and the stubs say what the folders hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import toolkit
from course_utils.toolkit import _folder
from course_utils.toolkit.__main__ import stubs


def test_stubs_say_what_the_folders_hold() -> None:
    for file, text in stubs().items():
        assert file.read_text(encoding="utf-8") == text, (
            f"{file.name} is behind its folder: run python -m course_utils.toolkit."
        )


def test_a_new_module_needs_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "a_new_skill"
    room.mkdir()
    (room / "__init__.py").write_text(
        "from course_utils.toolkit._folder import public\n"
        "def __getattr__(name): return public(__name__, __path__, globals(), name)\n"
    )
    (room / "halve.py").write_text('__all__ = ["halve"]\ndef halve(x): return x / 2\n')
    (room / "_private.py").write_text("raise ImportError\n")
    monkeypatch.setattr(toolkit, "__path__", [*toolkit.__path__, str(tmp_path)])
    assert "a_new_skill" in _folder.rooms(toolkit.__path__)
    assert "a_new_skill" in dir(toolkit)
    assert toolkit.a_new_skill.halve(4) == 2  # the function, though its module has its name
    assert toolkit.a_new_skill.__all__ == ["halve"]
    for name in ("a_new_skill", "a_new_skill.halve"):
        sys.modules.pop(f"course_utils.toolkit.{name}", None)
    (room / "again.py").write_text('__all__ = ["halve"]\ndef halve(x): return x\n')
    del toolkit.a_new_skill
    with pytest.raises(ImportError, match="rename one"):
        _ = toolkit.a_new_skill.halve


def test_the_toolkit_costs_nothing_until_it_is_used() -> None:
    code = (
        "import sys; from course_utils import toolkit; dir(toolkit);"
        "print([name for name in ('numpy', 'pandas', 'scipy') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_an_unknown_skill_is_named() -> None:
    with pytest.raises(AttributeError, match=r"no module 'metric'; it has: .*metrics"):
        _ = toolkit.metric
