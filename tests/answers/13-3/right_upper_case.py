# all met
decisions = {
    'X-Content-Type-Options: nosniff': 'Keep ',
    'Referrer-Policy: strict-origin-when-cross-origin': 'Keep ',
    'Strict-Transport-Security: max-age=31536000; includeSubDomains': 'Keep ',
    'Permissions-Policy: camera=(), microphone=()': 'Keep ',
    'Cross-Origin-Opener-Policy: same-origin': 'Keep ',
    'Cache-Control: no-cache': 'Fix ',
    'Clear-Site-Data: cookies': 'Delete ',
    'X-Frame-Options: ALLOW-FROM https://partner.test': 'Fix ',
    'Content-Security-Policy: default-src self': 'Fix ',
    'Access-Control-Allow-Origin: null': 'Fix ',
    'X-XSS-Protection: 1; mode=block': 'Delete ',
    'Expect-CT: max-age=86400, enforce': 'Delete ',
    'Public-Key-Pins: pin-sha256="d6qzRu9z"; max-age=5184000': 'Delete ',
    'X-Powered-By: Flask/3.1': 'Delete ',
    "Feature-Policy: camera 'none'": 'Delete ',
    'Server: gunicorn/23.0': 'Delete ',
}
