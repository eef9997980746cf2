"""The instructor's desk: a cohort in a folder of its own, from the roster to the grades.

Nothing here runs a student's code, and what only looks loads no nbgrader, so that it answers at once.
"""
