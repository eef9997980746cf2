# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.experiments.adjustment import *
from course_utils.toolkit.experiments.anytime import *
from course_utils.toolkit.experiments.beliefs import *
from course_utils.toolkit.experiments.comparisons import *
from course_utils.toolkit.experiments.margins import *
from course_utils.toolkit.experiments.multiplicity import *
from course_utils.toolkit.experiments.planning import *
from course_utils.toolkit.experiments.quasi import *
from course_utils.toolkit.experiments.ratios import *
from course_utils.toolkit.experiments.replication import *
from course_utils.toolkit.experiments.sequential import *
from course_utils.toolkit.experiments.trust import *
