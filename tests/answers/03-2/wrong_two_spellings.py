# not met: b: only shop.test itself may
nobody = {"Content-Security-Policy": "frame-ancestors 'none'"}
itself = {"Content-Security-Policy": "frame-ancestors 'self'"}
partner = {"Content-Security-Policy": "frame-ancestors https://partner.test"}
fixed = {"a": nobody, "b": itself, "c": nobody, "d": itself, "e": partner, "f": nobody}
fixed["b"] = {"X-Frame-Options": "SAMEORIGIN", "x-frame-options": "DENY"}
