"""The apps that learners' tests are run on, in a process that no submission can look into.

A submission sees what any test sees: answers. Which app stands at which place is drawn in here,
after the fork, and told to the worker alone.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import SystemRandom
from typing import Any, NoReturn, cast

from helpers.exchange import Request, Response, once
from helpers.exercises import Tests, registry
from helpers.exercises.tested import Reach, Unlock
from helpers.grading import wire


@dataclass(frozen=True)
class Host:
    """A running host; ``orders`` are read once the submission has its own process."""

    process: int
    line: socket.socket
    orders: int

    def close_for_the_submission(self) -> None:
        """In the submission's process: keep the line, which asks, and nothing else."""
        os.close(self.orders)

    def end(self) -> dict[str, list[int]]:
        """End it; which app stood at each place, by exercise."""
        self.line.close()
        orders: dict[str, list[int]] = {}
        with os.fdopen(self.orders, "rb") as file, suppress(EOFError):
            orders = wire.read(file.read)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        return orders


def start(tested: Sequence[str], confine: Callable[[], None]) -> Host | None:
    """Fork a host for these exercises, if any: their answers test apps. ``confine`` is for it."""
    if not tested:
        return None
    probes = {name: cast(Tests, registry()[name].probe) for name in tested}
    line, ours = socket.socketpair()
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        line.close()
        os.close(reading)
        _serve(probes, ours, writing, confine)
    ours.close()
    os.close(writing)
    return Host(process, line, reading)


def _serve(
    probes: dict[str, Tests], line: socket.socket, told: int, confine: Callable[[], None]
) -> NoReturn:
    try:
        orders = {name: [*range(len(probe.apps))] for name, probe in probes.items()}
        for order in orders.values():
            SystemRandom().shuffle(order)
        wire.write(partial(os.write, told), orders)
        os.close(told)
        confine()
        reached: dict[tuple[str, int], Any] = {}
        while True:
            name, place, request = wire.read(line.recv)
            if request is None:
                reached[name, place] = probes[name].apps[orders[name][place]]()
                continue
            response = once(reached[name, place], wire.request_in(request))
            wire.write(line.sendall, wire.response_out(response))
    except BaseException:  # the submission has ended, or says what no client of ours says
        os._exit(0)


def elsewhere(line: socket.socket, exercise: str) -> Unlock:
    """In the submission's process: the apps of an exercise, at the other end of the line."""

    def unlock(place: int) -> Reach:
        wire.write(line.sendall, [exercise, place, None])
        return partial(_asked, place)

    def _asked(place: int, request: Request) -> Response:
        wire.write(line.sendall, [exercise, place, wire.request_out(request)])
        return wire.response_in(wire.read(line.recv))

    return unlock
