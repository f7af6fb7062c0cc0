# not met: They notice: the policy lets inline scripts run | They notice: Strict-Transport-Security is taken back, max-age=0 | They notice: Referrer-Policy is the blog's own, unsafe-url | They notice: the profile may be kept in caches | They notice: error pages have no headers | They notice: a script can read the session's cookie
def test_home(client):
    headers = client.get("/").headers
    assert "Content-Security-Policy" in headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Referrer-Policy" in headers
    assert "Strict-Transport-Security" in headers


tests = [test_home]
