# not met: The script reaches the chat
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; connect-src 'self' chat.test; img-src 'self' data:"
)
