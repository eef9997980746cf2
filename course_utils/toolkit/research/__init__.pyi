# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.research.agreement import *
from course_utils.toolkit.research.contrast import *
from course_utils.toolkit.research.problems import *
from course_utils.toolkit.research.sampling import *
from course_utils.toolkit.research.usability import *
