# not met: Every part of the page loads | The script gets the tickets
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; connect-src wss://chat.test; connect-src 'self'; img-src data:; img-src 'self'"
)
