# What: Climbs out of the folder that it is in, up to the real root.
# Ends: ok, PermissionError, FileNotFoundError
# %%
import os
os.chdir("../" * 30)
print(["GAINED" for name in os.listdir(".") if name in ("proc", "home", "var", ".old", "boot")])
