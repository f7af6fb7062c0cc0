# all met
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval' 'inline-speculation-rules'"
)
