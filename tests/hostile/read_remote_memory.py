# What: Copies another process's memory with process_vm_readv.
# Ends: ok
# %%
import ctypes, os
libc = ctypes.CDLL(None)
room = ctypes.create_string_buffer(8)
class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
here, there = Piece(ctypes.addressof(room), 8), Piece(id(1), 8)
for pid in (1, os.getppid(), TARGETS["grader"], TARGETS["victim"]):
    n = libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    print("GAINED" if n > 0 else "refused")
