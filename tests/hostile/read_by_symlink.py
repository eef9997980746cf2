# What: Follows a link of its own to the gradebook.
# Ends: PermissionError, FileNotFoundError
# %%
import os
os.symlink(TARGETS["gradebook"], "link")
print("GAINED", open("link").read())
