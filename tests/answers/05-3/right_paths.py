# all met
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; connect-src https://shop.test/tickets.json wss://chat.test/room; img-src https://shop.test/logo.svg data:"
)
