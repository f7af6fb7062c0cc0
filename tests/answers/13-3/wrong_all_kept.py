# not met: What no longer does anything good is deleted | What does not work as it stands is fixed
decisions = {
    'X-Content-Type-Options: nosniff': 'keep',
    'Referrer-Policy: strict-origin-when-cross-origin': 'keep',
    'Strict-Transport-Security: max-age=31536000; includeSubDomains': 'keep',
    'Permissions-Policy: camera=(), microphone=()': 'keep',
    'Cross-Origin-Opener-Policy: same-origin': 'keep',
    'Cache-Control: no-cache': 'keep',
    'Clear-Site-Data: cookies': 'keep',
    'X-Frame-Options: ALLOW-FROM https://partner.test': 'keep',
    'Content-Security-Policy: default-src self': 'keep',
    'Access-Control-Allow-Origin: null': 'keep',
    'X-XSS-Protection: 1; mode=block': 'keep',
    'Expect-CT: max-age=86400, enforce': 'keep',
    'Public-Key-Pins: pin-sha256="d6qzRu9z"; max-age=5184000': 'keep',
    'X-Powered-By: Flask/3.1': 'keep',
    "Feature-Policy: camera 'none'": 'keep',
    'Server: gunicorn/23.0': 'keep',
}
