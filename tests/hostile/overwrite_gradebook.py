# What: Writes into the gradebook.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
open(TARGETS["gradebook"], "r+").write("mine"); print("GAINED")
