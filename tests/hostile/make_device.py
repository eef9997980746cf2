# What: Makes a disk device to read around the file system.
# Ends: PermissionError, FileNotFoundError, OSError
# %%
import os, stat
os.mknod("disk", stat.S_IFBLK | 0o600, os.makedev(254, 0))
print("GAINED", open("disk", "rb").read(16))
