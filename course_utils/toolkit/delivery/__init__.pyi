# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.delivery.deployments import *
from course_utils.toolkit.delivery.forecasts import *
from course_utils.toolkit.delivery.plans import *
from course_utils.toolkit.delivery.queues import *
from course_utils.toolkit.delivery.times import *
