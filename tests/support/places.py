"""Where the course and the tests' fixtures stand."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
FIXTURES = TESTS / "fixtures"
HOSTILE = TESTS / "hostile"
