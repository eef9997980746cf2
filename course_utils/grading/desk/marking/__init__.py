"""``pmlab cohort mark``: written answers read by a person, with the rubric as buttons and keys."""
