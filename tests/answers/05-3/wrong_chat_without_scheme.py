# not met: Nothing is let in that the page does not need | The script reaches the chat
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self'; connect-src 'self' chat.test; img-src 'self' data:"
)
