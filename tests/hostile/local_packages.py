# What: Brings packages named like the course's and Python's.
# Ends: ok
# %% before
for name in ("course_utils", "json", "numpy"):
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("print('GAINED')")
(folder / "sitecustomize.py").write_text("print('GAINED')")
(folder / "usercustomize.py").write_text("print('GAINED')")
# %%
import course_utils, json, numpy
for module in (course_utils, json, numpy):
    if module.__file__.startswith("/tmp/work"):
        raise RuntimeError("not ours")
