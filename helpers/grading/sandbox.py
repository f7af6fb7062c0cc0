"""Runs submissions apart: bubblewrap around a warm worker, which isolates a child for each.

What a submission sees: Python, the course's packages and ``helpers``, read-only. No home, no
solutions, no answers, no other submission, no network, none of the grader's environment.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any

from helpers.exchange import Request
from helpers.exercises import Tests, registry
from helpers.grading import wire
from helpers.grading.notebook import Cell, Submission

HERE = Path(__file__).resolve()
INSIDE = "/course"
"""Where the course shows in the sandbox, wherever it lies outside."""
INSTALL = "sudo apt install bubblewrap"
MAY_NOT = (
    "put sudo before the command where ordinary users may not make namespaces, as on Ubuntu 24.04 "
    "and newer; start a container with docker run --privileged"
)
"""What to do where bubblewrap is there and fails."""
UNSAFE = (
    "For notebooks you trust alone, --unsafe grades without it: "
    "they can then read your files and use your network."
)
ETC = ("/etc/ld.so.cache", "/etc/mime.types")
"""What programs need of /etc; the types of files must be the same inside as outside."""
START_SECONDS = 60
GRACE = 5.0
"""Seconds beyond a submission's deadline after which a worker itself counts as lost."""


PACKET_LIMIT = 1 << 17
"""Bytes of what the worker says."""


class NoSandboxError(RuntimeError):
    """No sandbox works on this machine; says why, and what to do."""


@dataclass(frozen=True)
class Ended:
    """How a submission ended, and what it wrote until then: data of a stranger's, not yet read.

    ``status`` is ``ended``, ``timeout`` or ``crashed``, with ``why`` for a teacher. ``orders`` says
    for exercises whose answers test apps which app stood at each place.
    """

    status: str
    why: str
    orders: Mapping[str, Any] = field(default_factory=dict)
    written: bytes = b""


def bubblewrap() -> list[str]:
    """The command before the worker's; raises ``NoSandboxError`` where there is no bubblewrap."""
    program = shutil.which("bwrap")
    if not program:
        missing = "Submissions are run inside bubblewrap, which is not installed."
        raise NoSandboxError(f"{missing} On Debian and Ubuntu: {INSTALL}. {UNSAFE}")
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
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [*([] if unsafe else bubblewrap()), *_worker(unsafe)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={"HOME": "/nonexistent", "LANG": "C.UTF-8", "PATH": os.defpath},
                cwd="/",
                start_new_session=True,
            )

    def ready(self) -> None:
        """Wait until the worker is warm; raises ``NoSandboxError`` where it does not start."""
        if self._ready:
            return
        if not self._says(START_SECONDS):
            fails = f"The sandbox of submissions does not start: {self._complaint()}."
            raise NoSandboxError(f"{fails} What helps: {MAY_NOT}. {UNSAFE}")
        self._ready = True

    def _complaint(self) -> str:
        self._process.kill()
        _, said = self._process.communicate()
        lines = said.decode(errors="replace").strip().splitlines()
        return lines[-1].rstrip(".")[:200] if lines else "it says nothing"

    def _says(self, seconds: float) -> bytes:
        """What the worker says next; nothing where it is gone, or says nothing in time."""
        ready = select.select([self._line], [], [], seconds)[0]
        with suppress(ConnectionResetError):
            return self._line.recv(PACKET_LIMIT) if ready else b""
        return b""

    def run(
        self,
        submission: Submission,
        requests: Mapping[str, Sequence[Request]],
        seconds: float,
        patience: float,
    ) -> Ended:
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
        job = {"steps": steps, "requests": asked, "demo": submission.demo, "patience": patience}
        tested = [name for name in asked if isinstance(registry()[name].probe, Tests)]
        with self._hand_over(job, {"seconds": seconds, "tested": tested}) as pipe:
            kept, said = self._take(pipe, time.monotonic() + seconds + GRACE)
        answer = json.loads(said)
        return Ended(answer["status"], answer["why"], answer["orders"], kept)

    def _hand_over(self, job: dict[str, Any], order: dict[str, Any]) -> FileIO:
        """Give the worker the order, and what only its child will read; where that will write.

        What a learner wrote never is in the worker's memory, of which every child has a copy.
        """
        reading, writing = os.pipe()
        with os.fdopen(os.memfd_create("job"), "r+b", 0) as file, os.fdopen(writing, "wb", 0):
            wire.write(partial(wire.send, file.fileno()), job)
            file.seek(0)
            try:
                content = [json.dumps(order).encode()]
                socket.send_fds(self._line, content, [file.fileno(), writing])
            except OSError:  # it is gone
                os.close(reading)
                raise EOFError from None
        os.set_blocking(reading, False)
        return os.fdopen(reading, "rb", 0)

    def _take(self, pipe: FileIO, deadline: float) -> tuple[bytes, bytes]:
        """What the child writes, up to the limit, and what the worker says at its end."""
        kept = bytearray()
        while True:
            waiting: list[Any] = [self._line] if pipe.closed else [self._line, pipe]
            ready = select.select(waiting, [], [], max(0.0, deadline - time.monotonic()))[0]
            if pipe in ready:
                _keep(pipe, kept)
            if self._line in ready or not ready:
                if not (said := self._says(0)):
                    raise EOFError
                while not pipe.closed and _keep(pipe, kept):
                    pass
                return bytes(kept), said

    def kill(self) -> None:
        """From another thread: end the worker at once; who waits for it hears that it is gone."""
        self._process.kill()

    def close(self) -> None:
        """End the worker, and with it everything it started."""
        self._line.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        self._process.kill()
        self._process.wait()
        assert self._process.stderr
        self._process.stderr.close()


def _keep(pipe: FileIO, kept: bytearray) -> bool:
    """Keep what there is to read now, if anything; close the pipe at its end, and at the limit."""
    chunk = pipe.read(1 << 20)
    kept += chunk or b""
    if chunk == b"" or len(kept) >= wire.EVIDENCE_LIMIT:
        pipe.close()  # a child that still writes is told to stop
    return bool(chunk)
