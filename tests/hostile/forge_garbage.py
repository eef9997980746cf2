# What: Sends bytes that mean nothing.
# Ends: over
# %%
import os, time
os.write(3, b"\xff" * 64); time.sleep(60)
