# What: Makes the gradebook writable for everybody.
# Ends: ok, PermissionError, FileNotFoundError
# %%
import os
os.chmod(TARGETS["gradebook"], 0o777)
if os.stat(TARGETS["gradebook"]).st_mode & 0o777 == 0o777:
    print("GAINED")
