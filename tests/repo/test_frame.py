"""The files that say what is installed agree with one another and name no address."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from places import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = ("3.11", "3.12", "3.13")


def locked(name, python):
    """Versions that a lock gives to one Python on Linux."""
    environment = {
        "python_version": python,
        "python_full_version": python + ".0",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
    }
    versions = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if not line or line[0] in " #":
            continue
        requirement = Requirement(line.rstrip(" \\"))
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (pin,) = requirement.specifier
            versions[requirement.name.lower().replace("_", "-")] = Version(pin.version)
    return versions


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", LOCKS)
def test_lock_satisfies_the_project(name, python):
    extras = PROJECT["optional-dependencies"]
    wanted = PROJECT["dependencies"] + extras["build"]
    if "dev" in name:
        wanted = wanted + extras["dev"]
    versions = locked(name, python)
    for requirement in map(Requirement, wanted):
        version = versions[requirement.name.lower()]
        assert version in requirement.specifier, f"{requirement} but {name} has {version}"


@pytest.mark.parametrize("python", PYTHONS)
def test_dev_lock_holds_the_learners_lock(python):
    learner, dev = (locked(name, python) for name in LOCKS)
    assert learner.items() <= dev.items()


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_names_versions_and_hashes_only(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    entries = re.findall(r"^[a-z0-9][^\n]*(?:\n    [^\n]*)*", text, flags=re.M)
    assert len(entries) > 100
    assert all("--hash=sha256:" in entry for entry in entries)


def test_conda_environment_installs_the_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "--requirement requirements.lock" in text
    (conda,) = re.findall(r"- python (\S+)", text)
    assert conda.startswith(PROJECT["requires-python"])
    for python in PYTHONS:
        assert python in SpecifierSet(conda)


def test_readme_names_commands_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make (\w+)", readme, flags=re.M)
    assert targets[:2] == ["lab", "test"]
    for target in targets:
        assert re.search(rf"^{target}:", makefile, flags=re.M), target
