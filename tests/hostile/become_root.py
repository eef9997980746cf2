# What: Takes on other identities.
# Ends: ok
# %%
import os
for uid in (0, 1, 1000, 65534):
    if uid != os.getuid():
        try:
            os.setuid(uid); print("GAINED", uid)
        except OSError:
            pass
