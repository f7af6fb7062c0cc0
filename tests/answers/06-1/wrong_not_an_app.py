# not met: No code in the words runs | A nonce that somebody has seen opens nothing | A nonce cannot be guessed | Both scripts of the page run | The button puts a mocha into the basket | eval stays off | A <base> in the words still moves no script | Every page still shows what it showed
app = "script-src 'nonce-abc'"
