"""Runs submissions apart: bubblewrap around a warm worker, which isolates a child for each.

What a submission sees: Python, the course's packages and ``helpers``, read-only. No home, no
solutions, no answers, no other submission, no network, none of the grader's environment.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.exchange import Request
from helpers.exercises import Evidence
from helpers.exercises.tested import in_order
from helpers.grading import wire
from helpers.grading.notebook import Capture, Cell, Submission

HERE = Path(__file__).resolve()
INSIDE = "/course"
"""Where the course shows in the sandbox, wherever it lies outside."""
REMEDY = (
    "Submissions are run inside bubblewrap, and it does not work here{why}. "
    "On Debian and Ubuntu: sudo apt install bubblewrap. "
    "--unsafe grades without it: submissions can then read your files and use your network."
)
ETC = ("/etc/ld.so.cache", "/etc/mime.types")
"""What programs need of /etc; the types of files must be the same inside as outside."""
START_SECONDS = 60
GRACE = 5.0
"""Seconds beyond a submission's deadline after which a worker itself counts as lost."""


class NoSandboxError(RuntimeError):
    """No sandbox works on this machine; says why, and what to do."""


@dataclass(frozen=True)
class Ran:
    """What running a submission gave: how it ended, and the evidence, by exercise, in order.

    ``status`` is ``ended``, ``timeout`` or ``crashed``, with ``why`` for a teacher.
    """

    status: str
    why: str
    evidence: tuple[tuple[str, Evidence], ...] = ()


def bubblewrap() -> list[str]:
    """The command before the worker's; raises ``NoSandboxError`` where there is no bubblewrap."""
    program = shutil.which("bwrap")
    if not program:
        raise NoSandboxError(REMEDY.format(why=": it is not installed"))
    user = [] if os.geteuid() == 0 else ["--unshare-user"]
    return [
        program,
        *user,
        *("--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts"),
        *("--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv"),
        *("--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"),
        *("--setenv", "FLASK_SECURE_HEADERS_BROWSER", "none"),
        *_system(),
        *("--proc", "/proc", "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/"),
    ]


def _system() -> Iterator[str]:
    """What of the system shows, read-only."""
    yield from ("--perms", "0755", "--dir", "/etc")
    for each in ("/usr", "/lib", "/lib32", "/lib64", "/bin", *ETC):
        if os.path.islink(each):
            yield from ("--symlink", os.readlink(each), each)
        elif os.path.exists(each):
            yield from ("--ro-bind", each, each)
    mounted = {**_python(), str(HERE.parents[1]): f"{INSIDE}/helpers"}
    above = {str(parent) for each in mounted.values() for parent in Path(each).parents}
    for folder in ["/dev", *sorted(above - {"/", "/usr"})]:  # else none but root could look through
        yield from ("--perms", "0755", "--dir", folder)
    for device in ("null", "zero", "random", "urandom"):
        yield from ("--dev-bind", f"/dev/{device}", f"/dev/{device}")
    for outside, inside in mounted.items():
        yield from ("--ro-bind", outside, inside)


def _python() -> dict[str, str]:
    """Where Python and its packages are, and where they show: a virtual environment moves.

    It may lie in a home or in /tmp, of which nothing else shows.
    """
    paths = sysconfig.get_paths()
    needed = [sys.base_prefix, paths["stdlib"], paths["platstdlib"]]
    found = {each: each for each in needed if not each.startswith(("/usr/", sys.prefix + os.sep))}
    found = {each: each for each in found if each != "/usr"}
    if sys.prefix != sys.base_prefix:
        for name in ("bin", "lib", "pyvenv.cfg"):
            found[str(Path(sys.prefix, name))] = f"{INSIDE}/venv/{name}"
    return found


def _worker(unsafe: bool) -> list[str]:
    """The command that starts the worker, by the paths that it finds itself under."""
    if unsafe:
        return [sys.executable, "-I", str(HERE.parent / "worker.py"), "unsafe"]
    moved = sys.prefix != sys.base_prefix
    program = f"{INSIDE}/venv/bin/{Path(sys.executable).name}" if moved else sys.executable
    return [program, "-I", f"{INSIDE}/helpers/grading/worker.py"]


class Sandbox:
    """One warm worker, which runs one submission at a time. It warms up while others start."""

    def __init__(self, unsafe: bool = False) -> None:
        """Start the worker; raises ``NoSandboxError`` where there is no bubblewrap."""
        self.unsafe = unsafe
        self._ready = False
        self._process = subprocess.Popen(
            [*([] if unsafe else bubblewrap()), *_worker(unsafe)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"HOME": "/nonexistent", "LANG": "C.UTF-8", "PATH": os.defpath},
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )

    def ready(self) -> None:
        """Wait until the worker is warm; raises ``NoSandboxError`` where it does not start."""
        if self._ready:
            return
        try:
            self._receive(START_SECONDS)
        except (EOFError, wire.ForgedError):
            raise NoSandboxError(REMEDY.format(why=f" ({self._complaint()})")) from None
        self._ready = True

    def _complaint(self) -> str:
        self._process.kill()
        _, said = self._process.communicate()
        lines = said.decode(errors="replace").strip().splitlines()
        return lines[-1].rstrip(".")[:200] if lines else "it says nothing"

    def _receive(self, seconds: float) -> Any:
        assert self._process.stdout
        file = self._process.stdout.fileno()
        deadline = time.monotonic() + seconds

        def receive(size: int) -> bytes:
            left = max(0.0, deadline - time.monotonic())
            return os.read(file, size) if select.select([file], [], [], left)[0] else b""

        return wire.read(receive)

    def run(
        self,
        submission: Submission,
        requests: Mapping[str, Sequence[Request]],
        seconds: float,
        patience: float,
    ) -> Ran:
        """Run a submission's steps and ask its answers ``requests``, by exercise.

        ``seconds`` is its hard deadline, ``patience`` what one cell or one answer may take.
        Raises ``EOFError`` where the worker itself is gone.
        """
        self.ready()
        steps = [
            ["cell", step.source, step.answers]
            if isinstance(step, Cell)
            else ["capture", step.exercise]
            for step in submission.steps
        ]
        asked = {name: [*map(wire.request_out, each)] for name, each in requests.items()}
        job = {
            "steps": steps,
            "requests": asked,
            "demo": submission.demo,
            "seconds": seconds,
            "patience": patience,
        }
        try:
            wire.write(self._send, job)
        except BrokenPipeError:
            raise EOFError from None
        return _ran(self._receive(seconds + GRACE), requests, submission)

    def _send(self, content: bytes) -> None:
        assert self._process.stdin
        left = memoryview(content)
        while left:
            left = left[self._process.stdin.write(left) :]

    def close(self) -> None:
        """End the worker, and with it everything it started."""
        assert self._process.stdin
        self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            assert stream
            stream.close()


def _ran(
    said: Mapping[str, Any], requests: Mapping[str, Sequence[Request]], submission: Submission
) -> Ran:
    """What a child wrote, up to the first message that our own code would not have written."""
    written = memoryview(said["written"].encode("latin-1"))
    place = 0

    def receive(size: int) -> bytes:
        nonlocal place
        chunk = bytes(written[place : place + size])
        place += len(chunk)
        return chunk

    found: list[tuple[str, Evidence]] = []
    done = False
    try:
        while not done:
            message = wire.read(receive)
            done = message == {"done": True}
            if not done:
                name, evidence = _captured(message, requests)
                found.append((name, in_order(evidence, said["orders"].get(name, ()))))
    except EOFError:
        pass
    except wire.ForgedError as forged:
        return Ran("crashed", f"{forged}", tuple(found))
    wanted = [step.exercise for step in submission.steps if isinstance(step, Capture)]
    if said["status"] == "ended" and [name for name, _ in found] != wanted:
        return Ran("crashed", "its process ended before its last cell", tuple(found))
    return Ran(said["status"], said["why"], tuple(found))


def _captured(message: Any, requests: Mapping[str, Sequence[Request]]) -> tuple[str, Evidence]:
    if not isinstance(message, dict) or message.keys() != {"exercise", "evidence"}:
        raise wire.ForgedError("a message is not of the form that our own code writes")
    name = message["exercise"]
    if not isinstance(name, str) or name not in requests:
        raise wire.ForgedError("a message is about no exercise that was asked")
    return name, wire.evidence_in(message["evidence"], requests[name])
