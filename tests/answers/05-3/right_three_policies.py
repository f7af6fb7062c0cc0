# all met
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self' data: wss://chat.test, script-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:; style-src 'self'; font-src 'self'; media-src 'self'; frame-src 'self'"
)
