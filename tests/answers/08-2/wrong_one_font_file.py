# not met: The fonts load: Google's stylesheet and its files
places = {
    "default": ["'none'"],
    "script": ["'self'"],
    "style": ["'self'", "https://fonts.googleapis.com/css2"],
    "font": ["https://fonts.gstatic.com/inter.woff2"],
    "img": ["'self'", "https://images.test/", "data:"],
    "connect": ["'self'", "https://api.test/"],
    "frame": ["https://pay.test/"],
}
policy = "; ".join(f"{kind}-src {' '.join(sources)}" for kind, sources in places.items())
