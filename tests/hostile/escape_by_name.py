# What: Hands in files whose names lead elsewhere.
# Ends: ok
# %% before
(folder / "..\\..\\x").touch()
(folder / "a\nb").touch()
# %%
import os
print(sorted(os.listdir(".")))
