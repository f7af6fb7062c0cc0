# all met
from helpers.exercises.third_party_pages import cafe

app = cafe()
SELF = "'self'"


@app.after_request
def policy(response):
    policy = response.content_security_policy
    policy.default_src = SELF
    policy.script_src = f"{SELF} https://code.jquery.com"
    policy.style_src = "https://fonts.googleapis.com"
    policy.font_src = "https://fonts.gstatic.com"
    policy.img_src = f"{SELF} https://i.imgur.com"
    policy.connect_src = f"{SELF} https://api.open-meteo.com"
    policy.frame_src = "https://www.openstreetmap.org"
    return response
