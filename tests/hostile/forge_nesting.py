# What: Sends a message nested a hundred thousand deep.
# Ends: over
# %%
import os, struct, time
body = b'{"kind": "stream", "content": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
os.write(3, struct.pack("<I", len(body)) + body); time.sleep(60)
