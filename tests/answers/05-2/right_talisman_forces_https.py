# all met
from flask_talisman import Talisman

from helpers.exercises.third_party_pages import cafe

POLICY = {
    'default-src': ["'self'"],
    'script-src': ["'self'", 'https://code.jquery.com'],
    'style-src': ['https://fonts.googleapis.com'],
    'font-src': ['https://fonts.gstatic.com'],
    'img-src': ["'self'", 'https://i.imgur.com'],
    'connect-src': ["'self'", 'https://api.open-meteo.com'],
    'frame-src': ['https://www.openstreetmap.org'],
}
app = cafe()
Talisman(app, content_security_policy=POLICY)
