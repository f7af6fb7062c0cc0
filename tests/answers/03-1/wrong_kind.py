# not met: No page can be framed by evil.test | No page can be framed by a name that looks alike | partner.test can frame /widget | Every page still answers as it did | No header is sent twice
app = "frame-ancestors https://partner.test"
