# not met: Nobody gets the camera | Nobody gets the microphone | A frame of another site gets no location | The shop itself gets the location | A frame of maps.test gets it too | Fullscreen stays allowed
policy = """geolocation=(self "https://maps.test"), camera=(), microphone=()
"""