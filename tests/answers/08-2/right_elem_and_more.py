# all met
policy = "; ".join(
    (
        "Default-Src 'self'",
        "script-src 'self' 'report-sample'",
        "style-src-elem 'self' https://fonts.googleapis.com",
        "style-src-attr 'none'",
        "font-src https://fonts.gstatic.com",
        "img-src https://images.test data: 'self'",
        "connect-src https://api.test/stock 'self'",
        "child-src https://pay.test",
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "report-uri /reports; report-to csp;",
    )
)
