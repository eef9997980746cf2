# What: Sends outputs of the wrong types.
# Ends: over
# %%
import json, os, stat, struct
def say(message):
    body = json.dumps(message).encode()
    os.write(3, struct.pack("<I", len(body)) + body)

say({"kind": "stream", "content": {"name": "stdout", "text": {"a": 1}}})
import time; time.sleep(60)
