# What: Reads the key file by its full path.
# Ends: PermissionError, FileNotFoundError
# %%
print("GAINED", open(TARGETS["key"]).read())
