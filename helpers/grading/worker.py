"""Inside bubblewrap: a warm process that forks an isolated child for each submission.

Run as a script, with nothing on the import path but the course and its packages. The worker is
ours; what it forks is the learner's from the first cell on.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
import types
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
OWN = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS
"""What a process of a submission's has to itself, beside its users and its PIDs."""
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 0x4000, 1 << 18
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
NOBODY = 65534
EXERCISES = bytes(Path(__file__).parents[1] / "exercises")
ASKING = ("asking", "tested", "third_party_pages")
"""The modules of the exercises that are imported by name in a child: the last holds only apps."""
UNSAFE = "unsafe" in sys.argv
"""Without bubblewrap: no namespaces, only limits and the deadline."""

MEMORY = 768 << 20
"""Bytes of memory of a submission, and of the address space of each of its processes."""
GLANCE = 0.1
"""Seconds from one look at what a submission takes to the next."""
PROCESSES = 16
FILES = 48
FILE_SIZE = 16 << 20
ANY_APP = """\
from flask import Flask
app = Flask("warm")
@app.get("/")
def home():
    return "<h1>Home</h1>"
@app.after_request
def hook(response):
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
"""
TMP = "size=16m,nr_inodes=1000,mode=1777"


def main() -> None:
    """Serve orders from standard input, a socket, until it is closed."""
    _warm()
    line = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(null, each)
    os.close(null)
    from helpers.grading import meter

    meter.own()
    line.send(b"ready")
    while True:
        order, files, *_ = socket.recv_fds(line, 1 << 16, 2)
        if not order:
            return
        answer = _serve(json.loads(order), line, *files)
        line.send(json.dumps(answer).encode())


def _warm() -> None:
    """Import once what every child needs, and become nobody."""
    gc.disable()  # what is imported stays: there is nothing to collect
    package = types.ModuleType("helpers")
    package.__path__ = [str(Path(__file__).parents[1])]
    sys.modules["helpers"] = package
    import flask_talisman  # type: ignore[import-untyped]  # noqa: F401
    import IPython.core.inputtransformer2  # noqa: F401  half a second, for a cell with magics
    import secure  # noqa: F401

    from helpers.exchange import get, probe
    from helpers.exercises.asking import ask  # noqa: F401
    from helpers.grading import cells, host, seccomp  # noqa: F401
    from helpers.grading import child as _child  # noqa: F401

    seccomp.program()
    _forget_what_is_judged()
    session = cells.Session()
    session.run(ANY_APP)  # what Python and Flask keep of a first time, every child has from here
    session.run("1 / 0")
    probe(session.names["app"], [get("/"), get("/no")])
    inert = cells.Inert()
    for name in ("web", "browser", "show", "table", "check", "hint", "progress", "scan"):
        setattr(package, name, inert)
    package.Policy = sys.modules["helpers.csp"].Policy  # type: ignore[attr-defined]
    if os.geteuid() == 0 and not UNSAFE:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    libc().prctl(4, 1)  # PR_SET_DUMPABLE, which a change of user switches off: /proc/self/uid_map
    if not UNSAFE:
        _own_namespaces()
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000)  # a child is short: what it leaves in cycles ends with it


def _forget_what_is_judged() -> None:
    """Keep of the exercises how they are asked: a child needs no more, and could read the rest."""
    from helpers.exercises import registry

    for exercise in registry().values():
        object.__setattr__(exercise, "requirements", ())
        object.__setattr__(exercise, "hints", ())
    package = sys.modules["helpers.exercises"]
    for name in [each for each in sys.modules if each.startswith("helpers.exercises.")]:
        if name.rpartition(".")[2] not in ASKING:
            delattr(package, name.rpartition(".")[2])
            del sys.modules[name]


def _own_namespaces() -> None:
    """Go on in a PID namespace of one's own: none but its owner can put others beside it."""
    isolate(CLONE_NEWPID)
    if worker := os.fork():
        _, status = os.waitpid(worker, 0)
        os._exit(os.waitstatus_to_exitcode(status) and 1)
    libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@cache
def libc() -> Any:
    """The C library."""
    return ctypes.CDLL(None, use_errno=True)


def _serve(order: dict[str, Any], line: socket.socket, job: int, result: int) -> dict[str, Any]:
    """Run one submission in a child of its own, and say how it ended.

    The child alone reads the job, and what it writes goes past here: the next one is forked from
    this process, and sees all that was ever in its memory.
    """
    from helpers.grading import host

    private, seconds = (line.fileno(), job, result), order["seconds"]
    hosting = host.start(order["tested"], lambda: _confine(seconds, private))
    child = _fork_apart()
    if child == 0:
        if hosting:
            hosting.close_for_the_submission()
        line.close()
        _become_the_child(seconds, job, result, hosting.line if hosting else None)
    os.close(job)
    os.close(result)
    ended = _watch(child, seconds)
    _, code = os.waitpid(child, 0)
    orders = hosting.end() if hosting else {}
    status, why = ended or _how_it_ended(code)
    return {"status": status, "why": why, "orders": orders}


def _fork_apart() -> int:
    """Fork a child that is the first process of a fresh PID namespace."""
    if UNSAFE:
        return os.fork()
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    _must(libc().unshare(CLONE_NEWPID), "unshare")
    child = os.fork()
    if child:  # the next one gets a namespace beside this one, not below it
        _must(libc().setns(own, CLONE_NEWPID), "setns")
    os.close(own)
    return child


def _watch(child: int, seconds: float) -> tuple[str, str] | None:
    """Wait until a child ends; or end it, where it is late or takes too much, and say so."""
    from helpers.grading import meter

    handle, deadline, ended = os.pidfd_open(child), time.monotonic() + seconds, None
    while not ended and not select.select([handle], [], [], GLANCE)[0]:
        late = time.monotonic() >= deadline
        ended = ("timeout", "it did not end in time") if late else None
        if not (ended or UNSAFE):  # where nothing tells a submission's processes from others
            ended = meter.too_much(seconds, MEMORY)
    os.close(handle)
    _end(child)
    return ended


def _end(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
        if UNSAFE:  # where no PID namespace ends what the child left running
            os.killpg(child, signal.SIGKILL)


def _how_it_ended(status: int) -> tuple[str, str]:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
        spent = number in (signal.SIGXCPU, signal.SIGALRM)
        return "timeout" if spent else "crashed", f"its process was ended by {name}"
    code = os.waitstatus_to_exitcode(status)
    return ("ended", "") if code == 0 else ("crashed", f"its process ended with status {code}")


def isolate(namespaces: int) -> None:
    """Fresh namespaces for this process, whose root it is; raises ``OSError``."""
    user, group = os.geteuid(), os.getegid()
    _must(libc().unshare(CLONE_NEWUSER | namespaces), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {group} 1")


def _become_the_child(
    seconds: float, job: int, result: int, line: socket.socket | None
) -> NoReturn:
    try:
        os.setsid()
        _stand_apart(seconds)
        from helpers.grading import child, wire

        given = wire.read(lambda size: os.read(job, size))
        os.close(job)
        child.run(given, lambda content: wire.send(result, content), line)
    except BaseException:
        os._exit(3)
    os._exit(0)


def _confine(seconds: float, private: tuple[int, ...]) -> None:
    """What a host gets: a /tmp of its own, limits, and an end with the worker's."""
    for each in private:
        os.close(each)
    _stand_apart(seconds)


def _stand_apart(seconds: float) -> None:
    """What every process of a submission does first: it ends with the worker, alone and limited."""
    libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if not UNSAFE:
        isolate(OWN)
        _mount_own()
    _limit(seconds)
    _drop_capabilities()
    from helpers.grading import seccomp

    _must(seccomp.install(libc()), "seccomp")


def _mount_own() -> None:
    """A /tmp that nobody had before; nothing in /proc, and nothing where exercises are written."""
    mount = libc().mount
    _must(mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount /")
    flags = MS_NOSUID | MS_NODEV
    _must(mount(b"tmpfs", b"/tmp", b"tmpfs", flags, TMP.encode()), "mount /tmp")
    for empty in (b"/proc", EXERCISES):
        _must(mount(b"tmpfs", empty, b"tmpfs", flags, b"size=4k,mode=0555"), "mount nothing")
    os.chdir("/tmp")


def _limit(seconds: float) -> None:
    spent = int(seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, spent),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(what, (most, most))


def _drop_capabilities() -> None:
    """Whoever makes a namespace is its root: no more (capabilities(7), version 3)."""
    libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header, nothing = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    _must(libc().capset(header, nothing), "capset")


def _must(result: int, what: str) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


if __name__ == "__main__":
    main()
