# What: Links the gradebook into its own folder.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import os
os.link(TARGETS["gradebook"], "link")
print("GAINED", open("link").read())
