"""What the processes of a submission take together, inside bubblewrap, as the worker sees them.

Limits of the kernel's (setrlimit(2)) are of each process alone, and control groups are not
everywhere ours to make.
"""

from __future__ import annotations

import os
import resource
from functools import cache
from pathlib import Path


def too_much(seconds: float, memory: int) -> tuple[str, str] | None:
    """What the processes of a submission have taken together that is too much, if anything.

    ``seconds`` of CPU and ``memory`` in bytes are what they may take. Gives a status, and why.
    """
    taken = [_taken(each) for each in _processes() - own()]
    if sum(ticks for ticks, _ in taken) > seconds * os.sysconf("SC_CLK_TCK"):
        return "timeout", f"it took more than {seconds:g} seconds of CPU"
    shared = _taken(os.readlink("/proc/self"))[1]  # each has begun as a copy of this one
    if sum(max(0, pages - shared) for _, pages in taken) * resource.getpagesize() > memory:
        return "crashed", f"it took more than {memory >> 20} MB of memory"
    return None


@cache
def own() -> set[str]:
    """The processes in the sandbox, called when there is no submission."""
    return _processes()


def _processes() -> set[str]:
    return set(filter(str.isdigit, os.listdir("/proc")))


def _taken(process: str) -> tuple[int, int]:
    """Of a process the CPU, its ended children's too, in ticks, and its pages (proc(5))."""
    try:
        fields = Path("/proc", process, "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:  # it has ended
        return 0, 0
    return sum(map(int, fields[11:15])), int(fields[21])
