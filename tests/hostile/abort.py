# What: Aborts the interpreter.
# Ends: over
# %%
import os
os.abort()
