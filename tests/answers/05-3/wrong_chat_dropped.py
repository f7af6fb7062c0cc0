# not met: Every page still shows what it showed
from helpers.exercises.third_party_pages import desk

app = desk("default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:")
inner = app.view_functions["home"]
app.view_functions["home"] = lambda: inner().replace("Tickets about", "No tickets about")
