# What: Leaves a sitecustomize for the next Python.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import os, sysconfig
open(os.path.join(sysconfig.get_path("purelib"), "sitecustomize.py"), "w").write("1"); print("GAINED")
