"""Putting up the jail, in the order that each part needs."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from course_utils.grading.engine.jail import landlock, limits, namespaces, seccomp, system
from course_utils.grading.engine.jail.policy import ALONE, DEVICES, FACTS, NONE, Policy

# Identities that no account has, one a grader: the kernel counts processes by identity.
FIRST_UID = 1_879_048_192


def confine(policy: Policy, grader: int) -> Path:
    """Confine this process, which must have one thread, for good.

    Parameters
    ----------
    policy : Policy
    grader : int
        The warm parent's process id outside, which tells graders on one machine apart.

    Returns
    -------
    Path
        The folder in which the submission may write.

    Raises
    ------
    OSError, JailError
        If any part cannot be put up: the caller must end the process.
    """
    machine = policy.machine
    if policy.confinement == NONE:
        return Path(policy.scratch)
    if policy.confinement == ALONE and not machine.holds:
        raise system.JailError("This machine cannot hold a submission.")
    scratch = policy.scratch
    uid = None
    terminals = False
    if machine.views:
        scratch = namespaces.SCRATCH
        uid = FIRST_UID + grader % 2**22 if machine.root else None
        terminals = namespaces.tree(
            policy.shown,
            DEVICES,
            policy.limits.scratch,
            policy.limits.files,
            uid,
            processes=bool(machine.landlock),  # which keeps them from being listed and changed
        )
    limits.apply(policy.limits, counted_apart=machine.views)
    os.chdir(scratch)
    system.drop_privileges(uid)
    system.prctl(system.PR_SET_DUMPABLE, 0)
    if machine.landlock:
        rules = [(path, landlock.READ) for path in policy.shown]
        rules += [(path, landlock.DEVICE) for path in DEVICES]
        rules.append((scratch, landlock.WRITE))
        if not machine.views:
            facts = landlock.Access.READ_FILE | landlock.Access.READ_DIR
            rules += [(path, facts) for path in FACTS]
        if machine.views:
            rules.append((namespaces.SHARED, landlock.WRITE))
            rules.append((namespaces.PROCESSES, landlock.Access.READ_FILE))
        if terminals:
            rules.append(("/dev/pts", landlock.DEVICE))
        landlock.restrict(rules, machine.landlock)
    if machine.seccomp:
        seccomp.restrict(
            os.getpid() if machine.signals == "seccomp" else None,
            keep_metadata=not machine.views,
        )
    system.die_with_parent(signal.SIGKILL)  # a change of identity took the first request back
    return Path(scratch)
