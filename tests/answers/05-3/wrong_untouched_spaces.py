# not met: No injected script runs | Nothing is let in that the page does not need | Every part of the page loads | The script gets the tickets | The script reaches the chat
from helpers.exercises.third_party_pages import desk

app = desk(
    "default-src 'self' https:;  connect-src https://chat.test; img-src data:"
)
