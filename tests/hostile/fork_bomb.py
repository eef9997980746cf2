# What: Starts as many processes as it can.
# Ends: BlockingIOError, late, over
# %%
import os, time
for n in range(5000):
    if os.fork() == 0:
        time.sleep(60); os._exit(0)
print("GAINED", n)
