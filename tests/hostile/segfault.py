# What: Crashes the interpreter.
# Ends: over
# %%
import ctypes
ctypes.string_at(0)
