# What: Reads the solution file by its full path.
# Ends: PermissionError, FileNotFoundError
# %%
print("GAINED", open(TARGETS["solution"]).read())
