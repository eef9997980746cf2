# What: Writes beside the gradebook.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import os
path = os.path.join(os.path.dirname(TARGETS["gradebook"]), "hacked")
open(path, "w").write("x")
print("GAINED")
