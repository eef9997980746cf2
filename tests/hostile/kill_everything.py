# What: Kills all that it may.
# Ends: PermissionError, ProcessLookupError, over, ok
# %%
import os
os.kill(-1, 9)
