# not met: The script reaches the chat
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; ws-src wss://chat.test; img-src 'self' data:"
)
