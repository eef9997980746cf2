"""Confinement of one student's process, by the process itself, before any code of the student.

Standard library only, and nothing that cannot be read in one sitting: `policy` says what a
submission may do, `confine` makes it so, and each other module holds one of the kernel's means.
"""
