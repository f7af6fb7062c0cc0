"""Ways to gain points without an answer. Each stands in the cell of 03-1, before a wrong answer."""

from __future__ import annotations

from tests.grading.made import ROOT

MESSAGE = """{"exercise": "03-1", "points": 5, "max_points": 5, "met": true, "state": "solved"}"""
EVIDENCE = (
    """{"exercise": "03-1", """
    """"evidence": {"exchanges": [], "value": null, "failure": "", "idle": ""}}"""
)
EVERY_DESCRIPTOR = """
import os, struct
for number in range(64):
    try:
        os.write(number, {content})
    except OSError:
        pass
"""
FRAMED = "struct.pack('>I', len({0})) + {0}"
EQUAL = """
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __bool__(self): return True
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __contains__ = __lt__
    def __getattr__(self, name): return self
    def __call__(self, *_, **__): return self
    def __iter__(self): return iter([self])
    def __len__(self): return 1
    def __str__(self): return "DENY"
"""


def patched(target: str, name: str, value: str = "lambda *_, **__: None") -> str:
    """A line that puts something of the cheat's own into one of our modules, where it is there."""
    return f"""
import importlib, sys
try:
    module = importlib.import_module("{target}")
    setattr(module, "{name}", {value})
except Exception:
    pass
"""


def raised(what: str) -> str:
    return f"raise {what}"


CHEATS = {
    # What judges is not in this process.
    "patched judge": patched("helpers.judge", "judge"),
    "patched started": patched("helpers.judge", "_started", "lambda *_: True"),
    "patched requirement": patched("helpers.exercises", "Requirement"),
    "patched may_frame": patched("helpers.framing", "may_frame"),
    "patched judgements": patched("helpers.exercises.clickjacking", "no_page_framed_by"),
    "patched exercises": patched("helpers.exercises.clickjacking", "EXERCISES", "()"),
    "patched registry": patched("helpers.exercises", "registry", "lambda: {}"),
    "patched policy": patched("helpers.csp", "Policy"),
    "patched check": patched("helpers", "check"),
    "patched evidence": patched("helpers.exercises", "Evidence"),
    "patched ask": patched("helpers.exercises.asking", "ask"),
    "patched probe": patched("helpers.exchange", "probe", "lambda *_: ()"),
    "patched test client": patched("werkzeug.test", "Client"),
    "patched json": patched("json", "dumps", "lambda *_, **__: '{}'"),
    "patched json module": "import sys\nsys.modules['json'] = sys.modules['this'] = None",
    "patched wire": patched("helpers.grading.wire", "evidence_out", "lambda *_: {'points': 5}"),
    "patched write": patched("helpers.grading.wire", "write"),
    "patched child": patched("helpers.grading.child", "_capture"),
    "every function of ours returns none": """
import sys
for name, module in list(sys.modules.items()):
    if name.startswith("helpers"):
        for key, value in list(vars(module).items()):
            if callable(value) and not isinstance(value, type):
                setattr(module, key, lambda *_, **__: None)
""",
    # Forged results.
    "json on every descriptor": EVERY_DESCRIPTOR.format(content=f"{MESSAGE!r}.encode()"),
    "framed json on every descriptor": f"text = {MESSAGE!r}.encode()"
    + EVERY_DESCRIPTOR.format(content=FRAMED.format("text")),
    "framed evidence on every descriptor": f"text = {EVIDENCE!r}.encode()"
    + EVERY_DESCRIPTOR.format(content=FRAMED.format("text")),
    "done on every descriptor": "text = b'{\"done\": true}'"
    + EVERY_DESCRIPTOR.format(content=FRAMED.format("text")),
    "pickle on every descriptor": "import pickle\ntext = pickle.dumps({'03-1': 5})"
    + EVERY_DESCRIPTOR.format(content=FRAMED.format("text")),
    "printed results": f"print({MESSAGE!r}, flush=True)",
    "a gradebook of its own": """
for name in ("grades.json", "g.json", "/tmp/g.json", "/work/g.json", "/g.json.journal"):
    try:
        open(name, "w").write('{"submissions": []}')
    except OSError:
        pass
""",
    # Leaving early.
    "exit": "exit(0)",
    "sys.exit": "import sys\nsys.exit(0)",
    "os._exit": "import os\nos._exit(0)",
    "SystemExit": raised("SystemExit(0)"),
    "KeyboardInterrupt": raised("KeyboardInterrupt"),
    "GeneratorExit": raised("GeneratorExit"),
    "BaseException": raised("BaseException('done')"),
    "own BaseException": "class Done(BaseException): pass\n" + raised("Done"),
    "StopIteration": raised("StopIteration"),
    "exit at the end": "import atexit, os\natexit.register(os._exit, 0)",
    # Objects that agree with everything.
    "equal to everything": EQUAL + "app = Equal()",
    "an app that is equal to everything": EQUAL + "from flask import Flask\napp = Equal()",
    "headers that are equal to everything": EQUAL
    + """
from flask import Flask
app = Flask("x")
@app.after_request
def all_equal(response):
    response.headers = Equal()
    return response
""",
    "text that is equal to everything": """
class Text(str):
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def lower(self): return "deny"
    def split(self, *_): return ["deny"]
from flask import Flask
app = Flask("x")
@app.after_request
def text(response):
    response.headers["X-Frame-Options"] = Text("nonsense")
    return response
""",
    # Looking for what is not there.
    "reading the solutions": f"ROOT = {str(ROOT)!r}"
    + """
import glob
for path in glob.glob(ROOT + "/solutions/*") + glob.glob(ROOT + "/notebooks/*"):
    raise SystemExit("found " + path)
""",
    "reading the answers": f"ROOT = {str(ROOT)!r}"
    + """
import glob
for path in glob.glob(ROOT + "/tests/*") + glob.glob("/root/*/*.ipynb"):
    raise SystemExit("found " + path)
""",
    "reading other submissions": """
import os, sys
for folder in ("/tmp", "/home", "/root", "/work", "/var", "/dev/shm", "."):
    for place, _, files in os.walk(folder):
        for name in files:
            if name.endswith((".ipynb", ".json")) and sys.base_prefix not in place:
                raise SystemExit("found " + os.path.join(place, name))
""",
    "reading the grader's memory": """
import os
for pid in os.listdir("/proc"):
    try:
        open(f"/proc/{pid}/mem", "r+b").write(b"x")
    except OSError:
        pass
""",
    "the kernel's keyrings": """
import ctypes, platform
first = {"x86_64": 248, "aarch64": 217}[platform.machine()]  # add_key, request_key, keyctl
call = ctypes.CDLL(None).syscall
if call(first, b"user", b"left", b"x", 1, -3) >= 0 or call(first + 2, 0, -3, 0) >= 0:
    raise SystemExit("found a keyring that is not its own")
""",
    "a wire to the host": """
import socket
try:
    socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)
except OSError:
    pass
else:
    raise SystemExit("found a way out")
""",
    "memory that is no process's": """
import ctypes, mmap, os, platform
shmget = {"x86_64": 29, "aarch64": 194}[platform.machine()]
if ctypes.CDLL(None).syscall(shmget, 0, 4096, 0o1600) >= 0:
    raise SystemExit("found shared memory")
for take in (lambda: os.memfd_create("x"), lambda: mmap.mmap(-1, 4096)):
    try:
        take()
    except OSError:
        continue
    raise SystemExit("found shared memory")
""",
    "namespaces of its own": """
import ctypes
CLONE_NEWUSER, CLONE_NEWNS = 0x10000000, 0x00020000
if ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0:
    raise SystemExit("found how to mount")
""",
    "what is judged": """
import gc, os, sys
for path, _, files in os.walk("/course/helpers/exercises"):
    for each in files:
        raise SystemExit("found " + each)
for name in ("sixteen_headers", "clickjacking", "framed"):
    try:
        __import__("helpers.exercises." + name)
    except ImportError:
        continue
    raise SystemExit("found " + name)
from helpers.exercises import registry
if any(each.requirements for each in registry().values()):
    raise SystemExit("found requirements")
""",
    # Watching.
    "trace": "import sys\nsys.settrace(lambda *_: None)\nsys.setprofile(lambda *_: None)",
    "import hook": """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("helpers"):
            raise ImportError(name)
sys.meta_path.insert(0, Finder())
for name in [each for each in sys.modules if each.startswith("helpers")]:
    del sys.modules[name]
""",
    "late thread": """
import os, threading, time
def late():
    time.sleep(0.05)
    for number in range(3, 64):
        try:
            os.write(number, b"0000{}")
        except OSError:
            pass
threading.Thread(target=late, daemon=True).start()
""",
    "late process": """
import os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(30)
    os._exit(0)
""",
    "garbage finds the evidence": """
import gc
for each in gc.get_objects():
    if type(each).__name__ in ("Evidence", "Exercise", "Requirement"):
        try:
            object.__setattr__(each, "requirements", ())
        except Exception:
            pass
""",
    "frames find the job": """
import sys
frame = sys._getframe()
while frame:
    for name, value in list(frame.f_locals.items()):
        if name == "job" and isinstance(value, dict):
            value["steps"] = []
            value["requests"] = {}
    frame = frame.f_back
""",
    "builtins": """
import builtins
builtins.isinstance = lambda *_: True
builtins.len = lambda _: 0
""",
    "probe detected by what is in environ": """
from flask import Flask, request
app = Flask("x")
@app.after_request
def only_for_the_probe(response):
    if any("helpers" in name for name in request.environ):
        response.headers["Content-Security-Policy"] = "frame-ancestors https://partner.test"
    return response
""",
    "probe detected": """
from flask import Flask, request
app = Flask("x")
@app.after_request
def only_for_the_probe(response):
    if "werkzeug" in request.headers.get("User-Agent", "").lower():
        response.headers["X-Frame-Options"] = "ALLOWALL"
    return response
""",
}
"""Each by name; none of them gains a point."""
