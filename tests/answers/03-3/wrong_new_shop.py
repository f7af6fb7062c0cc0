# not met: Nobody can frame the other pages | Nobody but partner.test can frame the widget | Every site can frame a badge | partner.test can frame the widget | What the policy allowed still loads | What the policy forbade stays forbidden | Every page still answers as it did | No header is sent twice
from flask import Flask


def protect(app):
    return Flask("shop")
