# not met: No script of a stranger runs
places = {
    "default": ["'none'"],
    "script": ["'self'", "https://evil.test/only/this.js"],
    "style": ["'self'", "https://fonts.googleapis.com/css2"],
    "font": ["https://fonts.gstatic.com/"],
    "img": ["'self'", "https://images.test/", "data:"],
    "connect": ["'self'", "https://api.test/"],
    "frame": ["https://pay.test/"],
}
policy = "; ".join(f"{kind}-src {' '.join(sources)}" for kind, sources in places.items())
