# What: says that an answer comes later, where none was kept
# %%
from course_utils.exercises import display

for name in ("over", "culprit", "free_share"):
    display.emit(display.MIME, {"version": 1, "exercise": name, "answer": {"later": "1"}})
