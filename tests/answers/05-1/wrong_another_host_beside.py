# not met: a: everything from the shop itself, and no more | c: the shop's scripts, and images of every https site | d: no script, and everything else of the shop | f: scripts of the shop and of cdn.test
fixed = {
    "a": "default-src 'self' https://fonts.test",
    "b": "default-src 'self'; style-src 'self' 'unsafe-inline'",
    "c": "script-src 'self' https://other.test; img-src 'self' https:",
    "d": "default-src 'self' https://cdn.test; script-src 'none'",
    "e": "default-src 'self'; font-src 'self' https://fonts.test",
    "f": "script-src 'self' https://cdn.test https://*.cdn.test",
    "g": "default-src 'self'; img-src 'self' data:",
    "h": "default-src 'self'",
}
