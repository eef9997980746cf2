# What: Shows a picture of 100 megapixels.
# Ends: ok, late, over, MemoryError, _ArrayMemoryError
# %%
import matplotlib.pyplot as plt
plt.figure(figsize=(100, 100), dpi=100); plt.show()
