"""Which code listens to a button: forms that browsers run as asked, and that they do not.

What each does is HTML's (event handlers, the order of scripts) and the DOM's (addEventListener).
"""

from __future__ import annotations

import pytest

from helpers.exchange import Exchange, Response, get
from helpers.exercises import Evidence
from helpers.exercises.clicks import clicks_call
from helpers.exercises.javascript import Code, literal

FUNCTION = "function putInBasket(coffee) { basket.textContent = coffee }\n"
BUTTONS = '<button id="mocha">Mocha</button><button id="latte">Latte</button>'
BEFORE = (
    "<button onclick=\"putInBasket('mocha')\">Mocha</button>"
    "<button onclick=\"putInBasket('latte')\">Latte</button>"
)
EACH = 'for (const b of document.querySelectorAll("button")) '
MOCHA = 'mocha.onclick = () => putInBasket("mocha");'
LATTE = 'latte.onclick = () => putInBasket("latte");'

HEARD = [
    MOCHA + LATTE,
    EACH + 'b.addEventListener("click", () => putInBasket(b.id))',
    EACH + "b.onclick = function () { putInBasket(this.id) }",
    EACH + "b.onclick = e => putInBasket(e.target.textContent.toLowerCase())",
    EACH + 'b.onclick = () => b.id === "mocha" ? putInBasket("mocha") : putInBasket("latte")',
    EACH + 'b.onclick = putInBasket.bind(null, b.getAttribute("id"))',
    EACH + 'b["onclick"] = () => putInBasket(b.id)',
    EACH + "b.onclick = () => setTimeout(putInBasket, 0, b.id)",
    EACH + "b.onclick = () => window.putInBasket(b.id)",
    EACH + 'b.onclick = () => { const quoted = /[("]/; putInBasket(b.id) }',
    EACH + 'b.addEventListener("click", order)\nfunction order() { putInBasket(this.id) } // it\'s',
    'document.querySelectorAll("button").forEach(b => b.onclick = () => putInBasket(b.id))',
    "[...document.querySelectorAll('button')].map((b) => { b.onclick = () => putInBasket(b.id) })",
    'const [a, b] = document.querySelectorAll("button")\n'
    'a.onclick = () => putInBasket("mocha")\nb.onclick = () => putInBasket("latte")',
    'for (const id of ["mocha", "latte"])'
    "document.getElementById(id).onclick = () => putInBasket(id)",
    'const all = document.querySelectorAll("button");'
    'all[0].onclick = () => putInBasket("mocha"); all[1].onclick = () => putInBasket("latte")',
    'document.addEventListener("click", e => { if (e.target.id) putInBasket(e.target.id) })',
    "const put = coffee => () => putInBasket(coffee)\n" + EACH + "b.onclick = put(b.id)",
    'document\n  .querySelector("#mocha")\n  .addEventListener(\n    "click",\n'
    '    () => putInBasket("mocha"),\n  );' + LATTE,
    "try { nothing() } catch (error) { console.log(error) }\n" + MOCHA + LATTE,
    "let one, later\nlater = () => {}\nlater()\n" + MOCHA + LATTE,
    'document.querySelector("#tea")?.remove()\n' + MOCHA + LATTE,
    'const { log } = console\nlog(new URL(location.href).searchParams.get("q"))\n' + MOCHA + LATTE,
    "if (typeof tea !== 'undefined') { tea() }\n" + MOCHA + LATTE,
    "const $ = said => document.querySelector(said)\n"
    '$("#mocha").onclick = () => putInBasket("mocha")\n' + LATTE,
    f"(async () => {{ {MOCHA}{LATTE} }})()",
    f"class Shop {{ open() {{ {MOCHA}{LATTE} }} }}\nnew Shop().open()",
    "const named = Object.fromEntries([['a', 1]])\nfor (const x of Object.keys(named)) isNaN(x)\n"
    + MOCHA
    + LATTE,
]

UNHEARD = [
    ("", "no code that may run there listens"),
    (MOCHA, "Latte"),
    ("// " + MOCHA + LATTE, "no code that may run there listens"),
    ("/* " + MOCHA + LATTE + "*/", "no code that may run there listens"),
    (EACH + 'b.onclick = () => putInBasket("mocha")', 'the code calls it with "mocha"'),
    (EACH + "b.onclick = () => putInBasket(b.name)", 'the code calls it with ""'),
    (EACH + "b.onclick = () => putInBasket()", 'the code calls it with "undefined"'),
    (EACH + "b.onclick = e => putInBasket(e)", 'the code calls it with "event"'),
    (EACH + "b.onclick = putInBasket", "with the event"),
    (EACH + "b.onclick = () => putInBasket", "calls nothing"),
    (EACH + "b.onclick = putInBasket(b.id)", "is called when the page loads"),
    (EACH + "b.onclick = \"putInBasket('mocha')\"", "is a text"),
    (EACH + 'b.addEventListener("onclick", () => putInBasket(b.id))', 'the event is "click"'),
    (EACH + 'b.addEventListener("click", lambda: putInBasket(b.id))', "cannot read"),
    (EACH + "b.onclick = () => putInBasket(b.id", "cannot read"),
    ('document.querySelectorAll("button").onclick = () => putInBasket("mocha")', "is a list"),
    ('document.querySelector("#tea").onclick = () => putInBasket("mocha")', "finds nothing"),
    ('document.querySelector("p").onclick = () => putInBasket("mocha")', "another element, <p>"),
    ("setUp()\n" + MOCHA + LATTE, "nothing is called setUp"),
    ("throw 1\n" + MOCHA + LATTE, "the script throws before it listens: at throw 1."),
    ('document.querySelector("#tea").focus()\n' + MOCHA + LATTE, '"#tea") finds nothing'),
    (
        EACH + "b.setAttribute('onclick', 'putInBasket(this.id)')",
        "setAttribute writes an attribute",
    ),
    (EACH + "b.onclick = () => eval('putInBasket(b.id)')", "needs eval"),
    (EACH + "b.onclick = () => { setTimeout('putInBasket(b.id)') }", "needs eval"),
]


def why_not(page: str) -> str | None:
    now, before = (
        Evidence((Exchange(get("/?q=words"), _page(body), ""),)) for body in (page, BEFORE)
    )
    return clicks_call("putInBasket")(now, before)


NONCE = '<script nonce="n"'


def _page(body: str) -> Response:
    policy = ("Content-Security-Policy", "script-src 'nonce-n'")
    headers = (("Content-Type", "text/html"), policy)
    marked = body.replace("<script", NONCE)
    return Response(status=200, headers=headers, body=b"<p>words</p>" + marked.encode())


@pytest.mark.parametrize("code", HEARD)
def test_code_that_hears_both_buttons_is_accepted(code: str) -> None:
    assert why_not(f"{BUTTONS}<script>{FUNCTION}{code}</script>") is None


@pytest.mark.parametrize(("code", "why"), UNHEARD)
def test_code_that_does_not_hear_both_is_told_why(code: str, why: str) -> None:
    assert why in (why_not(f"{BUTTONS}<script>{FUNCTION}{code}</script>") or "")


def test_a_script_before_the_buttons_finds_none_unless_it_waits() -> None:
    code = EACH + "b.onclick = () => putInBasket(b.id)"
    assert "nothing yet" in (why_not(f"<script>{FUNCTION}{code}</script>{BUTTONS}") or "")
    waits = f'addEventListener("DOMContentLoaded", () => {{ {code} }})'
    assert why_not(f"<script>{FUNCTION}{waits}</script>{BUTTONS}") is None
    module = f'<script type="module">{code}</script>'
    assert why_not(f"<script>{FUNCTION}</script>{module}{BUTTONS}") is None


def test_what_stands_in_a_text_or_a_comment_is_no_code() -> None:
    for text in ('say("steal()")', "say('\\'steal()')", "// steal()", "/* steal() */", "`steal()`"):
        assert not Code(text).says("steal"), text
    for code in ('say("");steal();("")', "'\\\\';steal()", "`${steal()}`", "/* */ steal()"):
        assert Code(code).says("steal"), code


def test_a_text_in_quotes_is_what_it_says() -> None:
    assert literal(r'"Tom\u0027s \"flat\" \\"') == 'Tom\'s "flat" \\'
    assert literal("`mocha`") == "mocha"
    assert literal('"a" + "b"') is None
    assert literal("button.id") is None
