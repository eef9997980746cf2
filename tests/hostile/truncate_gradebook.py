# What: Empties the gradebook.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import os
os.truncate(TARGETS["gradebook"], 0); print("GAINED")
