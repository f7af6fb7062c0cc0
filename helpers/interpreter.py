"""Which Python runs this, and what is said where it is not the course's own.

Of the standard library alone, as it speaks where packages are missing.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NOT_THE_COURSES = 'Run the course\'s own Python. README.md, "Two commands", says how to get it.'


def this_python() -> str:
    """The Python that runs this, as one types it where one is: the words before ``-m``."""
    program = Path(sys.executable)
    if program.is_relative_to(Path.cwd()):
        program = program.relative_to(Path.cwd())
    elif shutil.which(program.name) == sys.executable:
        return program.name
    return f'"{program}"' if " " in str(program) else str(program)


def lacks(package: str | None) -> str:
    """What to do about a package that this Python does not have."""
    return f"{this_python()} lacks {package}. {NOT_THE_COURSES}"
