# What: Reads the hidden file by its full path.
# Ends: PermissionError, FileNotFoundError
# %%
print("GAINED", open(TARGETS["hidden"]).read())
