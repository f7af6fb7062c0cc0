# not met: Nobody can frame the other pages | No other site than partner.test can frame the widget | Every site can frame a badge | partner.test can frame the widget | Images still load | Foreign scripts stay blocked | Every page still answers as it did | No header is sent twice
def protect(app):
    app.frame_options("DENY")
