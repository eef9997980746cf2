# What: Climbs out of the folder that it is in.
# Ends: PermissionError, FileNotFoundError
# %%
import os
os.chdir("../" * 30)
print("GAINED", os.listdir("."))
