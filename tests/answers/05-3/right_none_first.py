# all met
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self' wss://chat.test"
)
