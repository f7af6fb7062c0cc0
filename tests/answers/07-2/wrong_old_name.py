# not met: No page lets a form send to another site | No page obeys a base of another site | What was kept out stays out
from flask import Flask, request
from markupsafe import escape

blog = Flask("blog")
HEAD = """<link rel="stylesheet" href="https://fonts.googleapis.com/css">
<link rel="stylesheet" href="/static/style.css"><script src="/static/blog.js"></script>"""
POSTS = {1: "Introduction to Flask", 2: "Flask Security"}


@blog.get("/")
def home():
    links = "".join(f'<li><a href="/post/{n}">{title}</a>' for n, title in POSTS.items())
    return f'{HEAD}<img src="https://secure-images.cdn.com/logo.png"><ul>{links}</ul>'


@blog.get("/post/<int:number>")
def article(number):
    return f"{HEAD}<h1>{POSTS[number]}</h1>" if number in POSTS else ("No such post", 404)



FORM = """<form action="/contact" method="post">
<input name="email"> <textarea name="message"></textarea> <button>Send</button></form>"""


@blog.get("/contact")
def contact():
    return HEAD + FORM


@blog.post("/contact")
def sent():
    return f"{HEAD}<p>Thank you for: {escape(request.form['message'])}</p>"


SOURCES = (
    "default-src 'self'; img-src 'self' https://secure-images.cdn.com; "
    "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com"
)


@blog.after_request
def policy(response):
    response.headers["X-Content-Security-Policy"] = SOURCES + "; form-action 'self'; base-uri 'none'"
    return response
