# What: Takes ten gigabytes.
# Ends: MemoryError, _ArrayMemoryError
# %%
import numpy as np
a = np.ones(10 * 2**30 // 8); print("GAINED", a.nbytes)
