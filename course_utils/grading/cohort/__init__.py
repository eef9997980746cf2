"""A whole cohort at once: submissions run anywhere, and one writer fills the gradebook.

`work.grade` runs one submission and writes nothing; `pool` and `cluster` call it on this machine's
cores or on a Dask cluster; `writer.Writer` puts what came of it into the gradebook and
``autograded/``; `run.grade_cohort` holds it all together. `docs/grading.md` says how it is used.
"""
