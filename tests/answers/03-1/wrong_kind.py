# not met: No page can be framed by evil.test | No other site than partner.test can frame a page | partner.test can frame /widget | Every page still answers as it did | No header is sent twice
app = "frame-ancestors https://partner.test"
