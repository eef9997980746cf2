# What: Announces a message of four gigabytes.
# Ends: over
# %%
import os, time
os.write(3, b"\xff\xff\xff\xff"); time.sleep(60)
