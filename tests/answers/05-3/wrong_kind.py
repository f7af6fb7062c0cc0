# not met: No injected script runs | Nothing is let in that the page does not need | Every part of the page loads | The script gets the tickets | The script reaches the chat | The company's policy stays | Every page still shows what it showed
app = "default-src 'self'; connect-src 'self' wss://chat.test; img-src 'self' data:"
