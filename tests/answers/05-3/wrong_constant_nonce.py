# not met: No injected script runs
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self' 'nonce-abc'; connect-src 'self' wss://chat.test; img-src 'self' data:"
)
