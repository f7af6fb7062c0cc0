# not met: Every part of the page loads
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:; sandbox allow-scripts allow-same-origin allow-forms"
)
