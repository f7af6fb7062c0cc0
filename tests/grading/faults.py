"""What goes wrong in a folder of submissions: each is a file's content, and how its row may read.

``CODE`` stands in the cell of 03-1, with an honest answer to 03-3 below it.
"""

from __future__ import annotations

import json
from typing import Any

from tests.grading.made import RIGHT, STARTER, cell, notebook

HANGS, CRASHES = {"timeout"}, {"crashed"}
GRADED = {"graded"}
ENDS = {"timeout", "crashed", "graded"}

APP = """
from flask import Flask, Response
app = Flask("x")
@app.get("/")
def home():
    {}
"""
WSGI = """
def app(environ, start_response):
    {}
"""

CODE: dict[str, tuple[str, set[str]]] = {
    "endless loop": ("while True: pass", HANGS),
    "endless loop that swallows": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        HANGS,
    ),
    "ignores every signal": (
        "import signal\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\nwhile True: pass",
        HANGS,
    ),
    "sleeps": ("import time\ntime.sleep(1000)", HANGS),
    "blocks in C": (
        "import threading\nthreading.Lock().acquire(); l = threading.Lock()\n"
        "l.acquire(); l.acquire()",
        HANGS,
    ),
    "stops itself": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n"
        "os.kill(os.getppid(), signal.SIGSTOP)",
        ENDS,
    ),
    "kills its parent": ("import os\nos.kill(os.getppid(), 9)\nos.kill(-1, 9)", ENDS),
    "fork bomb": (
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
        HANGS,
    ),
    "thread bomb": (
        "import threading, time\nwhile True:\n    try:\n"
        "        threading.Thread(target=time.sleep, args=(99,)).start()\n"
        "    except RuntimeError: pass",
        ENDS,
    ),
    "memory bomb": ("kept = []\nwhile True: kept.append(bytearray(50_000_000))", ENDS),
    "one huge list": ("kept = [0] * 10**12", GRADED),
    "disk bomb": (
        "n = 0\nwhile True:\n    n += 1\n    with open(f'/tmp/{n}', 'wb') as f:\n"
        "        f.write(b'x' * 1_000_000)",
        GRADED,
    ),
    "file bomb": ("n = 0\nwhile True:\n    n += 1\n    open(f'/tmp/{n}', 'w').close()", GRADED),
    "output bomb": ("while True: print('x' * 100_000)", HANGS),
    "output on every descriptor": (
        "import os\nwhile True:\n    for n in range(3, 64):\n"
        "        try: os.write(n, b'x' * 65536)\n        except OSError: pass",
        ENDS,
    ),
    "bytes that JSON makes six of": (
        "import os\nfor _ in range(400):\n    for n in range(3, 64):\n"
        "        try: os.write(n, b'\\xff' * 65536)\n        except OSError: pass",
        ENDS,
    ),
    "processes that take memory together": (
        "import os, time\nfor _ in range(12):\n    if not os.fork():\n"
        "        kept = b'x' * 200_000_000\n        time.sleep(60)\ntime.sleep(60)",
        HANGS | CRASHES,
    ),
    "processes that take a processor together": (
        "import os\nfor _ in range(15):\n    if not os.fork():\n"
        "        while True: pass\nwhile True: pass",
        HANGS,
    ),
    "sessions of its own": (
        "import os\nfor _ in range(15):\n    if not os.fork():\n        os.setsid()\n"
        "        while True: pass\nwhile True: pass",
        ENDS,
    ),
    "segfault": ("import ctypes\nctypes.string_at(0)", CRASHES),
    "abort": ("import os\nos.abort()", CRASHES),
    "recursion": ("def f(): f()\nf()", GRADED),
    "recursion in C": ("import json\njson.loads('[' * 10**7)", ENDS),
    "closes every descriptor": ("import os\nos.closerange(0, 256)", CRASHES),
    "endless stream": (
        APP.format("return Response(iter(lambda: b'x' * 65536, None))"),
        GRADED,
    ),
    "slow stream": (
        "import time\n"
        + WSGI.format(
            "start_response('200 OK', [])\n    while True:\n        time.sleep(0.1)\n"
            "        yield b'x'"
        ),
        HANGS,
    ),
    "gigabyte body": (APP.format("return 'x' * 10**9"), ENDS),
    "a million headers": (
        WSGI.format("start_response('200 OK', [('X-H', 'v')] * 10**6)\n    return [b'']"),
        ENDS,
    ),
    "a huge header": (
        WSGI.format("start_response('200 OK', [('X-H', 'v' * 10**7)])\n    return [b'']"),
        ENDS,
    ),
    "bytes as headers": (
        WSGI.format("start_response('200 OK', [(b'X-H', b'v')])\n    return [b'']"),
        GRADED,
    ),
    "None as a header": (
        WSGI.format("start_response('200 OK', [('X-H', None)])\n    return [b'']"),
        GRADED,
    ),
    "None as a body": (WSGI.format("start_response('200 OK', [])\n    return None"), GRADED),
    "a status that is none": (WSGI.format("start_response('fine', [])\n    return []"), GRADED),
    "answers nothing": (APP.format("return None"), GRADED),
    "redirects for ever": (
        "from flask import Flask, redirect\napp = Flask('x')\n"
        "app.before_request(lambda: redirect('/'))",
        GRADED,
    ),
    "a cell that is no Python": ("this is (not python", GRADED),
    "null bytes": ("x = '\0'", GRADED),
    "connects out": (
        "import socket\nsocket.create_connection(('192.0.2.1', 80), 0.2)",
        GRADED,
    ),
    "unprintable messages": ("raise ValueError('\\x1b[2J\\r\\n=cmd|calc<script>\\ud800')", GRADED),
}


def beside_honest(code: str) -> bytes:
    """The code in the cell of 03-1, and an honest 03-3."""
    return notebook(cell(code, "03-1"), cell(RIGHT["03-3"], "03-3"))


def deep() -> bytes:
    return b'{"nbformat": 4, "cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"


def old(cells: int = 1, outputs: int = 0) -> dict[str, Any]:
    """A notebook of nbformat 3, as IPython 0.13 wrote them."""
    code = {
        "cell_type": "code",
        "input": STARTER + '\ncheck("03-1", app)',
        "outputs": [{"output_type": "pyout"}] * outputs,
        "language": "python",
        "metadata": {},
    }
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [code] * cells}],
    }


GOOD = notebook(cell(STARTER, "03-1"))
FILES: dict[str, tuple[bytes, set[str]]] = {
    "empty": (b"", {"unreadable"}),
    "truncated": (GOOD[: len(GOOD) // 2], {"unreadable"}),
    "not UTF-8": (b'{"nbformat": 4, "cells": ["\xff\xfe"]}', {"unreadable"}),
    "deep": (deep(), {"unreadable"}),
    "a list": (b"[]", {"unreadable"}),
    "no cells": (b'{"nbformat": 4}', {"unreadable"}),
    "cells that are none": (notebook(None, 1, "x", [], {}), {"unreadable"}),  # type: ignore[arg-type]
    "no exercise": (notebook(cell("print(1)")), {"unreadable"}),
    "of the future": (notebook(nbformat=99), {"unreadable"}),
    "of the past": (json.dumps(old()).encode(), GRADED),
    "of the past, with outputs": (json.dumps(old(outputs=100_000)).encode(), GRADED),
    "of the past, with cells": (json.dumps(old(cells=5_000)).encode(), {"unreadable"}),
    "an archive": (b"PK\x03\x04" + bytes(100), {"unreadable"}),
    "a million cells": (
        b'{"nbformat": 4, "cells": [' + b",".join([b"{}"] * 1_000_000) + b"]}",
        {"unreadable"},
    ),
    "odd metadata": (
        notebook(cell(STARTER, "03-1", tags=7), {**cell("x"), "metadata": {"nbgrader": []}}),
        GRADED,
    ),
    "source that is no text": (
        notebook(cell(STARTER, "03-1"), {**cell(""), "source": {"a": 1}}),
        GRADED,
    ),
}
