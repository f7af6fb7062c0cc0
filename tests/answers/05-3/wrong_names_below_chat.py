# not met: Nothing is loaded from or sent to another site
from helpers.exercises.third_party_pages import desk

app = desk("default-src 'self'; connect-src 'self' wss://chat.test wss://*.chat.test; img-src 'self' data:")
