# all met
from helpers.blog.security import secure  # noqa: F401
