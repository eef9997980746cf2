# What: Awaits for ever.
# Ends: late, over
# %%
import asyncio
await asyncio.sleep(1e6)
