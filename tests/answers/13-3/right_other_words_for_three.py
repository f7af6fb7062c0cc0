# all met
decisions = {
    'X-Content-Type-Options: nosniff': 'keep',
    'Referrer-Policy: strict-origin-when-cross-origin': 'keep',
    'Strict-Transport-Security: max-age=31536000; includeSubDomains': 'keep',
    'Permissions-Policy: camera=(), microphone=()': 'keep',
    'Cross-Origin-Opener-Policy: same-origin': 'keep',
    'Cache-Control: no-cache': 'fix',
    'Clear-Site-Data: cookies': 'delete',
    'X-Frame-Options: ALLOW-FROM https://partner.test': 'fix',
    'Content-Security-Policy: default-src self': 'fix',
    'Access-Control-Allow-Origin: null': 'fix',
    'X-XSS-Protection: 1; mode=block': 'delete',
    'Expect-CT: max-age=86400, enforce': 'delete',
    'Public-Key-Pins: pin-sha256="d6qzRu9z"; max-age=5184000': 'delete',
    'X-Powered-By: Flask/3.1': 'delete',
    "Feature-Policy: camera 'none'": 'fix',
    'Server: gunicorn/23.0': 'fix',
}
