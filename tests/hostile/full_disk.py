# What: Fills the disk with files of allowed size.
# Ends: OSError
# %%
for n in range(32):
    with open(f"f{n}", "wb", buffering=0) as f:
        for _ in range(8):
            if f.write(bytes(2**22)) < 2**22:
                raise OSError("short")
print("GAINED")
