# Written by python -m course_utils.toolkit.
from course_utils.toolkit import common as common
from course_utils.toolkit import delivery as delivery
from course_utils.toolkit import experiments as experiments
from course_utils.toolkit import metrics as metrics
from course_utils.toolkit import prioritisation as prioritisation
from course_utils.toolkit import research as research
from course_utils.toolkit import retention as retention
