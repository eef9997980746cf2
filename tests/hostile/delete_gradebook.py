# What: Deletes the gradebook.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import os
os.remove(TARGETS["gradebook"]); print("GAINED")
