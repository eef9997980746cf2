# What: Connects to a socket in the file system.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import socket
s = socket.socket(socket.AF_UNIX); s.connect(TARGETS["unix"]); print("GAINED")
