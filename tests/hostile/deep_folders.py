# What: Nests folders deeper than a path can say.
# Ends: ok, OSError
# %%
import os
for n in range(3000):
    os.mkdir("d"); os.chdir("d")
