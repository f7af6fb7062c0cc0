"""Bodies that come to a collector of reports, and are no whole report: exercise 08-1."""

from __future__ import annotations

NO_REPORTS = (
    *(b"", b"not json", b"\xff\xfe", b"7", b'"text"', b"{}", b'{"csp-report": "text"}'),
    *(b'"\xff"', b"7" * 5_000, b"[" * 30_000),
)
"""Bodies that are a report in neither format; Python reads no number as long and no list as deep
as those of the last two."""

NO_ADDRESS = "https://["
"""What Python's ``urlsplit`` fails on."""

HALF_REPORTS = (
    b"[]",
    b"[1, 2]",
    b'[null, "text", {"type": 7, "body": {}}]',
    b'[{"type": "csp-violation"}]',
    b'[{"type": "csp-violation", "body": "text"}]',
    b'[{"type": "csp-violation", "body": ["effectiveDirective"]}]',
    b'[{"type": "csp-violation", "body": {"documentURL": 7, "effectiveDirective": [],'
    b' "blockedURL": {}}}]',
    b'[{"type": [], "body": {}}]',
    b'[{"type": "csp-violation", "body": {"sample": "<script>alert()</script>"}}]',
    b'[{"type": "csp-violation", "body": {"documentURL": "https://[",'
    b' "effectiveDirective": "img-src", "blockedURL": "https://x.test/"}}]',
    b'{"csp-report": {}}',
    b'{"csp-report": {"script-sample": "<script>alert()</script>"}}',
    b'{"csp-report": {"document-uri": "https://[", "effective-directive": "img-src",'
    b' "blocked-uri": "https://x.test/"}}',
    b'{"csp-report": {"document-uri": 7, "effective-directive": [], "blocked-uri": {}}}',
    b'{"csp-report": {"document-uri": "\\ud800", "effective-directive": "\\ud800",'
    b' "blocked-uri": "\\ud800"}}',
)
"""Bodies one may keep or refuse, and that no view should fail on; the last has half characters."""
