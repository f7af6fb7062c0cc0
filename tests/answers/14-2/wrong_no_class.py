# not met: first.test: pages and errors carry what update_header was told | second.test, by the same extension: so do they | other.test, by another extension: it has its own
from flask import Flask

SecurityHeaders = Flask("app")
