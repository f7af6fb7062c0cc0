# not met: No answer of the API opens as a page | Every answer of the API carries nosniff | Every answer of the API is JSON, errors too | The API gives the same data | Every request is answered with the same status | Pages outside the API are as they were | No header is sent twice
app = "application/json"
