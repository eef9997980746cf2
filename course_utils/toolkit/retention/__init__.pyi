# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.retention.activity import *
from course_utils.toolkit.retention.bgnbd import *
from course_utils.toolkit.retention.churn import *
from course_utils.toolkit.retention.cohorts import *
from course_utils.toolkit.retention.mixture import *
from course_utils.toolkit.retention.paretonbd import *
from course_utils.toolkit.retention.rates import *
from course_utils.toolkit.retention.same_age import *
from course_utils.toolkit.retention.sbg import *
from course_utils.toolkit.retention.spend import *
from course_utils.toolkit.retention.survival import *
from course_utils.toolkit.retention.value import *
