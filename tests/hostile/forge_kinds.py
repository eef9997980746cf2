# What: Sends messages of unknown kinds.
# Ends: over
# %%
import json, os, stat, struct
def say(message):
    body = json.dumps(message).encode()
    os.write(3, struct.pack("<I", len(body)) + body)

say({"kind": "status", "content": {"execution_state": "idle"}})
import time; time.sleep(60)
