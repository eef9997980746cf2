# What: Connects to a socket without a file.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import socket
s = socket.socket(socket.AF_UNIX); s.connect("\0" + TARGETS["abstract"]); print("GAINED")
