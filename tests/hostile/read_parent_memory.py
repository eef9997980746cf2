# What: Opens the memory of the process that started it.
# Ends: PermissionError, FileNotFoundError
# %%
import os
print("GAINED", open(f"/proc/{os.getppid()}/mem", "rb"))
