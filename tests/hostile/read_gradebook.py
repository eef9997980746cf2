# What: Reads the gradebook file by its full path.
# Ends: PermissionError, FileNotFoundError
# %%
print("GAINED", open(TARGETS["gradebook"]).read())
