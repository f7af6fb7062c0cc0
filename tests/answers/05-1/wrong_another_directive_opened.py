# not met: a: everything from the shop itself, and no more | b: that, and styles in the page | d: no script, and everything else of the shop | e: everything of the shop, and fonts.test's fonts
fixed = {
    "a": "default-src 'self'; object-src *",
    "b": "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-src *",
    "c": "script-src 'self'; img-src 'self' https:",
    "d": "default-src 'self'; script-src 'none'; manifest-src *",
    "e": "default-src 'self'; font-src 'self' https://fonts.test; media-src https:",
    "f": "script-src 'self' https://cdn.test",
    "g": "default-src 'self'; img-src 'self' data:",
    "h": "default-src 'self'",
}
