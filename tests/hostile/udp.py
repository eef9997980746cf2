# What: Sends a datagram.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b"leak", ("127.0.0.1", TARGETS["udp"])); print("GAINED")
