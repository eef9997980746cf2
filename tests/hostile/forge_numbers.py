# What: Sends numbers that no notebook can hold.
# Ends: over
# %%
import json, os, stat, struct
def say(message):
    body = json.dumps(message).encode()
    os.write(3, struct.pack("<I", len(body)) + body)

say({"kind": "execute_result", "content": {"data": {}, "metadata": {}, "execution_count": 10**400}})
import time; time.sleep(60)
