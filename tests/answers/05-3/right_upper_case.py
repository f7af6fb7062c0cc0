# all met
from helpers.exercises.third_party_pages import desk

app = desk(
    "DEFAULT-SRC 'SELF'; CONNECT-SRC 'Self' WSS://CHAT.TEST; IMG-SRC data: 'self'"
)
