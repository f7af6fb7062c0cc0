# not met: Nothing is sent to evil.test
places = {
    "default": ["'none'"],
    "script": ["'self'"],
    "style": ["'self'", "https://fonts.googleapis.com/css2"],
    "font": ["https://fonts.gstatic.com/"],
    "img": ["'self'", "https://images.test/", "data:"],
    "connect": ["'self'", "https://evil.test/collect", "https://api.test/"],
    "frame": ["https://pay.test/"],
}
policy = "; ".join(f"{kind}-src {' '.join(sources)}" for kind, sources in places.items())
