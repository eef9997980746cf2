# What: Listens for connections.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(); print("GAINED")
