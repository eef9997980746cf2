# What: Lists the machine's processes and their environments.
# Ends: PermissionError, FileNotFoundError
# %%
import os
for name in os.listdir("/proc"):
    if name.isdigit():
        print("GAINED", open(f"/proc/{name}/environ").read())
