# What: Hands in a link to the course's folder.
# Ends: FileNotFoundError
# %% before
(folder / "course").symlink_to(Path(TARGETS["gradebook"]).parent)
# %%
import os
print("GAINED", os.listdir("course"))
