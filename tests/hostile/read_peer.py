# What: Reads the peer file by its full path.
# Ends: PermissionError, FileNotFoundError
# %%
print("GAINED", open(TARGETS["peer"]).read())
