# What: Reads the home file by its full path.
# Ends: PermissionError, FileNotFoundError
# %%
print("GAINED", open(TARGETS["home"]).read())
