# What: Moves a file of its own over the gradebook.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import os
open("mine", "w").write("mine")
os.replace("mine", TARGETS["gradebook"]); print("GAINED")
