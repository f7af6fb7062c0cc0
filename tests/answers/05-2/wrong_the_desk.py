# not met: No injected script runs | Nothing is let in that the pages do not need | Every part of both pages loads | The stylesheet gets its font | The script gets the menu and the weather | Every page still shows what it showed | No header is sent twice
from helpers.exercises.third_party_pages import desk

app = desk("default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:")
