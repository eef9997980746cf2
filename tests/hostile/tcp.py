# What: Connects to a server of this machine.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import socket
socket.create_connection(("127.0.0.1", TARGETS["tcp"]), 2); print("GAINED")
