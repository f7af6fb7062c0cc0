# not met: No injected script runs | Nothing is loaded from or sent to another site
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self' data:; connect-src 'self' wss://chat.test"
)
