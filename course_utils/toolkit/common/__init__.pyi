# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.common.amounts import *
from course_utils.toolkit.common.checks import *
from course_utils.toolkit.common.intervals import *
from course_utils.toolkit.common.quiet import *
from course_utils.toolkit.common.spans import *
from course_utils.toolkit.common.units import *
