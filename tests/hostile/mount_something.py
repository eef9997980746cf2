# What: Mounts a file system.
# Ends: ok
# %%
import ctypes
print("GAINED" if ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0 else "refused")
