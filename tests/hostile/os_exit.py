# What: Leaves without a word.
# Ends: over
# %%
import os
os._exit(0)
