# all met
def joined(directives):
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


own = {"default-src": "'self'"}
fixed = {
    "a": joined(own),
    "b": joined(own | {"style-src": "'self' 'unsafe-inline'"}),
    "c": joined({"script-src": "'self'", "img-src": "'self' https:"}),
    "d": joined(own | {"script-src": "'none'"}),
    "e": joined(own | {"font-src": "'self' https://fonts.test"}),
    "f": joined({"script-src": "'self' https://cdn.test"}),
    "g": joined(own | {"img-src": "'self' data:"}),
    "h": joined(own),
}
