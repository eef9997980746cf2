# What: Kills another process of the same user.
# Ends: PermissionError, ProcessLookupError
# %%
import os
os.kill(TARGETS["victim"], 9); print("GAINED")
