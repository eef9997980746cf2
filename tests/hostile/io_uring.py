# What: Opens the kernel's other door for files and sockets.
# Ends: ok
# %%
import ctypes
room = ctypes.create_string_buffer(256)
print("GAINED" if ctypes.CDLL(None).syscall(425, 4, room) >= 0 else "refused")
