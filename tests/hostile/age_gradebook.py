# What: Changes the gradebook's date.
# Ends: ok, PermissionError, FileNotFoundError
# %%
import os
os.utime(TARGETS["gradebook"], (1, 1))
if os.stat(TARGETS["gradebook"]).st_mtime == 1:
    print("GAINED")
