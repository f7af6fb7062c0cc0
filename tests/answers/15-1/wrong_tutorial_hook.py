# not met: Form hijack: no form sends to evil.test | Referer leak: a draft's address stays secret | Back after logout: nothing is kept | The session's cookie: no script, no http and no other site | Reading: posts, search, drafts, a page that is not there | Accounts: register, log in, mistype, log out | Writing: comment, publish a picture, write to the admin | The admin sees and deletes posts | Every answer is as strict as GET /, and http leads to the same by https | The Observatory grades it A+, and takes no point off
def secure(app):
    @app.after_request
    def add_security_headers(response):
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["X-XSS-Protection"] = "1; mode=block"
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        return response
