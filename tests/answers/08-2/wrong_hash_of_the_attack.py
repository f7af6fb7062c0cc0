# not met: No code that stands in the page runs, and no eval
places = {
    "default": ["'none'"],
    "script": ["'self'", "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"],
    "style": ["'self'", "https://fonts.googleapis.com/css2"],
    "font": ["https://fonts.gstatic.com/"],
    "img": ["'self'", "https://images.test/", "data:"],
    "connect": ["'self'", "https://api.test/"],
    "frame": ["https://pay.test/"],
}
policy = "; ".join(f"{kind}-src {' '.join(sources)}" for kind, sources in places.items())
