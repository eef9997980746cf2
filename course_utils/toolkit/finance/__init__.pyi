# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.finance.accuracy import *
from course_utils.toolkit.finance.cash import *
from course_utils.toolkit.finance.conjoint import *
from course_utils.toolkit.finance.demand import *
from course_utils.toolkit.finance.forecasts import *
from course_utils.toolkit.finance.price_surveys import *
from course_utils.toolkit.finance.returns import *
from course_utils.toolkit.finance.saas import *
from course_utils.toolkit.finance.units import *
