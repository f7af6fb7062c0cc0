# not met: No script of a stranger runs | No code that stands in the page runs, and no eval | Nothing is sent to evil.test | Nothing is let in for an extension | Each place gives what the shop takes from it, and nothing else | The pictures and the icons show | The fonts load: Google's stylesheet and its files | The stock is fetched | The payment page stands in its frame | The shop's own files still load, and its forms are sent
policy = (
    "default-src 'self'; img-src 'self' data: https://images.test; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com; "
    "connect-src 'self' https://api.test; frame-src https://pay.test; x-☕ y"
)
