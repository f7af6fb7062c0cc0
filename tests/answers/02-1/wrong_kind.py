# not met: No upload runs a script when it is opened | No upload runs as a script of a page | PNG and JPEG photos still show | Every file comes back byte for byte | Every other page answers as it did | No header is sent twice
app = {"X-Content-Type-Options": "nosniff"}
