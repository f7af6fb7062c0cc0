# not met: No injected script runs | Nothing is let in that the page does not need
from helpers.exercises.third_party_pages import desk

app = desk(
    ''
)
