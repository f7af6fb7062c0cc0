# not met: They notice: Content-Security-Policy is gone | They notice: Content-Security-Policy is Report-Only | They notice: the policy lets inline scripts run | They notice: any site may frame it | They notice: Strict-Transport-Security is taken back, max-age=0 | They notice: X-Content-Type-Options is gone | They notice: Referrer-Policy is the blog's own, unsafe-url | They notice: the profile may be kept in caches | They notice: error pages have no headers | They notice: a script can read the session's cookie | They let the secured blog pass
def test_all(client):
    assert client.get("/").headers["X-Secure"] == "yes"


tests = [test_all]
