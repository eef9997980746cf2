"""Which lesson brings a test."""

import re

from places import ROOT

FOLDERS = {path.name: path.name[3:] for path in ROOT.glob("curriculum/[0-9]*_*")}


def lesson_of(place, name):
    """Return the folder of the lesson that brings a test, empty if the test is there anyway.

    A test belongs to a lesson if it stands in a folder of the skill's name or has the lesson among
    its parameters.

    Parameters
    ----------
    place : str
        Its module, as a path or dotted.
    name : str
        Its name with its parameters.
    """
    given = re.split(r"[\[\]-]", name)[1:]
    for folder, skill in FOLDERS.items():
        if skill in re.split(r"[./]", place) or folder in given or skill in given:
            return folder
    return ""
