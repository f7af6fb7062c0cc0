# not met: No injected script runs | Nothing is let in that nothing here needs | Analytics counts the visit, whatever the region | The font shows | The payment frames show | The captcha shows | The shop's own script, style, icon and form work | The page still asks for what it asked for
app = "default-src 'self'; base-uri 'none'"
