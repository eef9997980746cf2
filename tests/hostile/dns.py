# What: Asks for a name.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import socket
print("GAINED", socket.getaddrinfo("example.org", 80))
