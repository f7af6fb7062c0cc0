# all met
def setting(name, value):
    def add(response):
        response.headers.setdefault(name, value)
        return response

    return add


def secure_headers(app):
    app.after_request(setting("X-Content-Type-Options", "nosniff"))
    app.after_request(setting("X-Frame-Options", "DENY"))
    app.after_request(setting("Referrer-Policy", "no-referrer"))
