# not met: d: the same, and still after the next release of htmx
import base64
import hashlib

CDN = "https://cdn.jsdelivr.net/npm/"
FILES = {
    "a": ("chart.js@4.5.0/dist/chart.umd.min.js", b"/* chart.js 4.5.0 */ window.Chart = true"),
    "b": ("dayjs@1.11.13/dayjs.min.js", b"/* dayjs 1.11.13 */ window.dayjs = true"),
    "c": ("alpinejs@3.15.0/dist/cdn.min.js", b"/* alpinejs 3.15.0 */ window.Alpine = true"),
    "d": ("htmx.org@^2.0.7/dist/htmx.min.js", b"/* htmx.org 2.0.7 */ window.htmx = true"),
}
tags = {}
for letter, (path, body) in FILES.items():
    digest = base64.b64encode(hashlib.sha384(body).digest()).decode()
    tags[letter] = (
        f'<script src="{CDN}{path}" integrity="sha384-{digest}" crossorigin="anonymous"></script>'
    )
