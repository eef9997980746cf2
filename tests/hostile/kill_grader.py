# What: Kills the grader by its number.
# Ends: PermissionError, ProcessLookupError
# %%
import os
os.kill(TARGETS["grader"], 9); print("GAINED")
