# What: Looks for tokens in its own environment.
# Ends: ok
# %%
import os
print([("GAINED", k) for k in os.environ if "TOKEN" in k or "SECRET" in k or "JUPYTERHUB" in k])
