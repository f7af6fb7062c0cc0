# not met: Reflected XSS: no script in a search runs
from helpers.blog.security import secure  # noqa: F401
