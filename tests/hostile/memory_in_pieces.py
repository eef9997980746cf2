# What: Takes ten gigabytes of address space a piece at a time.
# Ends: MemoryError, OSError, ValueError
# %%
import mmap
pieces = []
for n in range(640):
    pieces.append(mmap.mmap(-1, 2**24))
print("GAINED", len(pieces))
