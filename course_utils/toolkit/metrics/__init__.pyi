# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.metrics.activity import *
from course_utils.toolkit.metrics.change import *
from course_utils.toolkit.metrics.control import *
from course_utils.toolkit.metrics.intervals import *
from course_utils.toolkit.metrics.journeys import *
from course_utils.toolkit.metrics.surveys import *
