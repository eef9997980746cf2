# What: Sends half a message and waits.
# Ends: late, over
# %%
import os, time
os.write(3, b"\x40\x00\x00\x00{"); time.sleep(60)
