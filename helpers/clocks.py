"""Python's clock set forward, so that a minute need not be waited for."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ahead_by(seconds: float) -> Iterator[None]:
    """``time.time()`` is so many seconds ahead; who has imported it by its name has the true one.

    ``time.monotonic()`` stays, since an event loop in another thread waits by it.
    """
    clock = time.time
    if seconds:
        time.time = lambda: clock() + seconds
    try:
        yield
    finally:
        time.time = clock
