"""Calls to the kernel that no submission needs, refused (seccomp(2)).

Namespaces leave the kernel's keyrings shared, and AF_VSOCK, and much that only widens what can be
attacked. Whatever is not named here is as allowed as before.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from functools import cache
from typing import Any

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
LOAD, AND, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
SHARED_WITHOUT_A_FILE = 0x21
"""MAP_SHARED and MAP_ANONYMOUS."""
X32 = 0x40000000
NAMESPACES = 0x7E020000
"""CLONE_NEWUSER and the other flags of clone(2) that make a namespace."""
FAMILIES = (1, 2, 10, 16)
"""AF_UNIX, AF_INET, AF_INET6, AF_NETLINK."""
ON_EVERY_ARCHITECTURE = (*range(425, 434), 438, 442, 447)
"""io_uring_setup, _enter and _register, open_tree to fspick, pidfd_getfd, mount_setattr,
memfd_secret."""

# What else is refused: add_key, request_key, keyctl; unshare, setns, mount, umount2, pivot_root,
# chroot; bpf, perf_event_open, userfaultfd; ptrace, process_vm_readv, process_vm_writev, kcmp;
# open_by_handle_at; shmget, semget, msgget, memfd_create: memory that is no process's; and setsid
# and setpgid: of two sessions each has half of a processor, and a group is ended as one.
_X86_64: dict[str, Any] = {
    "arch": 0xC000003E,
    "refused": (
        *(248, 249, 250, 272, 308, 165, 166, 155, 161, 321, 298, 323, 101),
        *(310, 311, 312, 304, 29, 64, 68, 319, 112, 109),
    ),
    "clone": 56,
    "mmap": 9,
    "socket": 41,
}
_AARCH64: dict[str, Any] = {
    "arch": 0xC00000B7,
    "refused": (
        *(217, 218, 219, 97, 268, 40, 39, 41, 51, 280, 241, 282, 117),
        *(270, 271, 272, 265, 194, 190, 186, 279, 157, 154),
    ),
    "clone": 220,
    "mmap": 222,
    "socket": 198,
}
CLONE3 = 435
KNOWN = {"x86_64": _X86_64, "aarch64": _AARCH64}


@cache
def program() -> bytes:
    """The filter for this machine, as instructions of classic BPF; empty where it is not known."""
    machine = KNOWN.get(platform.machine())
    if machine is None:
        return b""
    steps = [
        (LOAD, ARCHITECTURE),
        (EQUAL, machine["arch"], 1, 0),
        _refuse(errno.ENOSYS),
        (LOAD, NUMBER),
        (AT_LEAST, X32, 0, 1),
        _refuse(errno.ENOSYS),
        (EQUAL, CLONE3, 0, 1),  # its flags are in memory, where no filter looks: clone has them
        _refuse(errno.ENOSYS),
    ]
    for number in (*machine["refused"], *ON_EVERY_ARCHITECTURE):
        steps += [(EQUAL, number, 0, 1), _refuse(errno.EPERM)]
    refuse = _refuse(errno.EPERM)
    steps += _with_argument(machine["clone"], 0, [(ANY_BIT, NAMESPACES, 0, 1), refuse])
    flags = SHARED_WITHOUT_A_FILE
    steps += _with_argument(machine["mmap"], 3, [(AND, flags), (EQUAL, flags, 0, 1), refuse])
    allowed = [each for one in FAMILIES for each in ((EQUAL, one, 0, 1), (RETURN, ALLOW))]
    steps += _with_argument(machine["socket"], 0, [*allowed, _refuse(errno.EAFNOSUPPORT)])
    return b"".join(_instruction(*each) for each in [*steps, (RETURN, ALLOW)])


Step = tuple[int, ...]


def _refuse(number: int) -> Step:
    return RETURN, ERRNO | number


def _with_argument(call: int, number: int, then: list[Step]) -> list[Step]:
    """For that call the steps, which look at an argument's low half; what they pass is allowed."""
    inner = [(LOAD, ARGUMENTS + 8 * number), *then, (RETURN, ALLOW)]
    return [(EQUAL, call, 0, len(inner)), *inner]


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def install(libc: Any) -> int:
    """Hold this process and what it starts to the filter, if there is one; 0, or -1 and errno.

    It must have said before that it wants no new privileges.
    """
    made = _Program(len(program()) // 8, program())
    if not made.length:
        return 0
    return int(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(made), 0, 0))
