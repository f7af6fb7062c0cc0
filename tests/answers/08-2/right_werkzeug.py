# all met
from werkzeug.datastructures import ContentSecurityPolicy

csp = ContentSecurityPolicy()
csp.default_src = "'self'"
csp.img_src = "'self' data: images.test"
csp.style_src = "'self' fonts.googleapis.com"
csp.font_src = "fonts.gstatic.com"
csp.connect_src = "'self' api.test"
csp.frame_src = "pay.test"
policy = csp.to_header()
