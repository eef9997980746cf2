# What: Starts as many threads as it can.
# Ends: RuntimeError
# %%
import threading, time
for n in range(5000):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
print("GAINED", n)
