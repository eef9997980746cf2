# What: Writes a file of one gigabyte.
# Ends: OSError
# %%
f = open("big", "wb", buffering=0)
piece = bytes(2**22)
for n in range(256):
    if f.write(piece) < len(piece):
        raise OSError("short")
print("GAINED")
