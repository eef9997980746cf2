# What: Talks to the kernel's network configuration.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import socket
socket.socket(16, socket.SOCK_RAW, 0); print("GAINED")
