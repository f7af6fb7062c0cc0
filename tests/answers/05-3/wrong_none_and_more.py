# not met: Nothing is let in that the page does not need
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'none'; script-src 'self'; connect-src 'none' 'self' wss://chat.test; img-src 'none' * data:"
)
