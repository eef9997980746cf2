# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.risk.calibration import *
from course_utils.toolkit.risk.choices import *
from course_utils.toolkit.risk.losses import *
from course_utils.toolkit.risk.responses import *
from course_utils.toolkit.risk.schedules import *
from course_utils.toolkit.risk.services import *
