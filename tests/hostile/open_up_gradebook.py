# What: Makes the gradebook writable for everybody.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import os
os.chmod(TARGETS["gradebook"], 0o777); print("GAINED")
