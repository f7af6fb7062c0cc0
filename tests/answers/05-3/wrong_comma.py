# not met: Every part of the page loads | The script gets the tickets | The script reaches the chat
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self', connect-src wss://chat.test, img-src data:"
)
