# not met: Logout makes the browser forget its cookies | Logout makes the browser forget its storage | Nobody is logged out by any other page | The logo stays in the cache | Every page still shows what it showed
from flask import Flask

app = Flask("bank")
