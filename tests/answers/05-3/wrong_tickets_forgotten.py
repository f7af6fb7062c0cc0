# not met: The script gets the tickets
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; connect-src wss://chat.test; img-src 'self' data:"
)
