"""``python -m course_utils.build`` is ``pmlab build``."""

from __future__ import annotations

import sys

from course_utils.build import main

if __name__ == "__main__":
    sys.exit(main())
