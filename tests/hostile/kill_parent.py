# What: Kills the process that started it.
# Ends: PermissionError, ok
# %%
import os
os.kill(os.getppid(), 9)
