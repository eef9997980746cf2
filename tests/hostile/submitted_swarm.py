# What: Hands in three thousand files.
# Ends: ok
# %% before
(folder / "swarm").mkdir()
for n in range(3000):
    (folder / "swarm" / str(n)).touch()
# %%
import os
print(len(os.listdir("swarm")) <= 2000 or "GAINED")
