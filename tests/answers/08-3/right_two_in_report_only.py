# all met
from werkzeug.datastructures import ContentSecurityPolicy


def enforce(app):
    images = "'self' https://images.test"

    @app.after_request
    def policies(response):
        csp = response.content_security_policy
        csp.default_src, csp.img_src, csp.report_uri = "'self'", images, "/reports"
        csp.style_src = "'self' 'unsafe-inline'"
        tried = ContentSecurityPolicy(csp)
        tried.style_src = None
        name = "Content-Security-Policy-Report-Only"
        response.headers.add(name, csp.to_header())
        response.headers.add(name, tried.to_header())
        return response
