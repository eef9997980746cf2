# What: Kills itself.
# Ends: over
# %%
import os
os.kill(os.getpid(), 9)
