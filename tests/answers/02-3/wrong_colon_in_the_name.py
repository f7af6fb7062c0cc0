# not met: a: shows as text, and no script tag runs it
nosniff = {"X-Content-Type-Options": "nosniff"}
served = {
    "a": {"Content-Type": "text/plain"} | nosniff,
    "b": {"Content-Type": "application/octet-stream"} | nosniff,
    "c": {"Content-Type": "text/javascript"} | nosniff,
    "d": {"Content-Type": "image/svg+xml", "Content-Security-Policy": "sandbox"} | nosniff,
    "e": {"Content-Type": "application/json"} | nosniff,
}
served["a"] = {"Content-Type:": "text/plain"} | nosniff
