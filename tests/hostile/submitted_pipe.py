# What: Hands in a pipe, on which a reader would wait for ever.
# Ends: FileNotFoundError
# %% before
import os
os.mkfifo(folder / "pipe")
# %%
open("pipe")
print("GAINED")
