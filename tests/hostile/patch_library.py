# What: Writes into the course's package.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import course_utils
open(course_utils.__file__, "a").write("#"); print("GAINED")
