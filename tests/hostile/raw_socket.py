# What: Opens a raw socket.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import socket
socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); print("GAINED")
