# not met: Nothing is loaded from or sent to another site
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'none'; script-src 'self'; connect-src 'none' 'self' wss://chat.test; img-src 'none' * data:"
)
