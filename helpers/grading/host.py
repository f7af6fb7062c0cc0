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
from helpers.exercises.tested import Reach, Unlock, digest
from helpers.grading import wire

random = SystemRandom()

NOTED = True
"""What the host answers when it has noted what was said, and the next app is there."""


@dataclass(frozen=True)
class Host:
    """A running host; ``orders`` are read once the submission has its own process."""

    process: int
    line: socket.socket
    orders: int

    def close_for_the_submission(self) -> None:
        """In the submission's process: keep the line, which asks, and nothing else."""
        os.close(self.orders)

    def end(self) -> dict[str, tuple[list[int], list[str]]]:
        """End it; which app stood at each place, and the digests that were said, by exercise."""
        self.line.close()
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        orders: dict[str, tuple[list[int], list[str]]] = {}
        with os.fdopen(self.orders, "rb") as file, suppress(EOFError):
            orders = {name: (order, []) for name, order in wire.read(file.read).items()}
            while True:
                name, said = wire.read(file.read)
                orders[name][1].append(said)
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
        orders = {name: _drawn(probe.apps) for name, probe in probes.items()}
        wire.write(partial(os.write, told), orders)
        confine()
        places = {name: _Places(probe, orders[name]) for name, probe in probes.items()}
        while True:
            name, place, said, request = wire.read(line.recv)
            if request is None:
                if place:
                    wire.write(partial(os.write, told), [name, digest(said)])
                places[name].go_on(place)
                wire.write(line.sendall, NOTED)
                continue
            response = once(places[name].app, wire.request_in(request))
            wire.write(line.sendall, wire.response_out(response))
    except BaseException:  # the submission has ended, or says what no client of ours says
        os._exit(0)


class _Places:
    """The apps of an exercise in their order: each is there until the next is asked for.

    Whoever has seen them all knows which one is there several times. By then it is said of each
    what fails on it.
    """

    def __init__(self, probe: Tests, order: Sequence[int]) -> None:
        self._next, self._made = 0, [probe.apps[number] for number in order]
        self.app: Any = None

    def go_on(self, place: int) -> None:
        """To the app at that place, the next one."""
        if place != self._next:
            raise ValueError("an app is asked for that has its turn before or after")
        self._next += 1
        self.app = self._made[place]() if place < len(self._made) else None


def _drawn(apps: Sequence[Any]) -> list[int]:
    """An order of the apps in which the one that is there several times comes anywhere but first.

    As in a notebook: a test that only compares every app with the first is wrong, not lucky.
    """
    numbers = [*range(len(apps))]
    random.shuffle(numbers)
    again = [number for number in numbers if apps.count(apps[number]) > 1]
    alone = [number for number in numbers if number not in again]
    before = random.randint(1, len(alone))
    behind = alone[before:] + again[1:]
    random.shuffle(behind)
    return alone[:before] + again[:1] + behind


def elsewhere(line: socket.socket, exercise: str) -> Unlock:
    """In the submission's process: the apps of an exercise, at the other end of the line."""

    def unlock(place: int, said: Sequence[str]) -> Reach:
        wire.write(line.sendall, [exercise, place, said, None])
        wire.read(line.recv)  # else the host may be ended before it has noted the last
        return asked

    def asked(request: Request) -> Response:
        wire.write(line.sendall, [exercise, 0, (), wire.request_out(request)])
        return wire.response_in(wire.read(line.recv))

    return unlock
