# Written by python -m course_utils.toolkit.
# ruff: noqa: F403
from course_utils.toolkit.prioritisation.capacity import *
from course_utils.toolkit.prioritisation.delay import *
from course_utils.toolkit.prioritisation.kano_survey import *
from course_utils.toolkit.prioritisation.moscow_shares import *
from course_utils.toolkit.prioritisation.pairwise import *
from course_utils.toolkit.prioritisation.rankings import *
from course_utils.toolkit.prioritisation.scores import *
from course_utils.toolkit.prioritisation.stories import *
from course_utils.toolkit.prioritisation.uncertainty import *
from course_utils.toolkit.prioritisation.weights import *
