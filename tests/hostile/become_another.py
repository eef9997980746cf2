# What: Becomes another program.
# Ends: over
# %%
import os
os.execv("/bin/true", ["true"])
