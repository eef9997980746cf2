# What: Sleeps for ever.
# Ends: late
# %%
import time
time.sleep(1e6)
