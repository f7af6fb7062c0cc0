# not met: staging, production: after https, a browser keeps to https | staging: for five minutes; production: for at least a year | staging, production: http is sent on to https | What a client writes as if it were a proxy changes nothing | staging, production: the session cookie is Secure, and goes to no other name | staging, production: by https, every page answers and a login is kept | development: by http, every page answers and a login is kept | development: a browser notes nothing | No header is sent twice
from flask import Flask

create_app = Flask("shop")
