# not met: What does not work as it stands is fixed | What protects is kept
decisions = {
    'X-Content-Type-Options: nosniff': 'delete',
    'Referrer-Policy: strict-origin-when-cross-origin': 'delete',
    'Strict-Transport-Security: max-age=31536000; includeSubDomains': 'delete',
    'Permissions-Policy: camera=(), microphone=()': 'delete',
    'Cross-Origin-Opener-Policy: same-origin': 'delete',
    'Cache-Control: no-cache': 'delete',
    'Clear-Site-Data: cookies': 'delete',
    'X-Frame-Options: ALLOW-FROM https://partner.test': 'delete',
    'Content-Security-Policy: default-src self': 'delete',
    'Access-Control-Allow-Origin: null': 'delete',
    'X-XSS-Protection: 1; mode=block': 'delete',
    'Expect-CT: max-age=86400, enforce': 'delete',
    'Public-Key-Pins: pin-sha256="d6qzRu9z"; max-age=5184000': 'delete',
    'X-Powered-By: Flask/3.1': 'delete',
    "Feature-Policy: camera 'none'": 'delete',
    'Server: gunicorn/23.0': 'delete',
}
