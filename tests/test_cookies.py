"""Which cookies a browser keeps: Chromium is asked."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, request
from playwright.sync_api import Page

from helpers import browser, web
from helpers.cookies import keeps

COOKIES = (
    "user=ann",
    "user=ann; Domain=shop.test; Secure; HttpOnly; Path=/",
    "user=ann; Domain=.SHOP.test",
    "user=ann; Domain=test",
    "user=ann; Domain=other.test",
    "user=ann; Domain=www.shop.test",
    "user=ann; SameSite=None",
    "user=ann; SameSite=None; Secure",
    "__Host-user=ann; Secure; Path=/",
    "__host-user=ann; Path=/",
    "__Host-user=ann; Secure; Path=/; Domain=shop.test",
    "__Host-user=ann; Secure; Path=/set",
    "__Secure-user=ann; Secure",
    "__Secure-user=ann",
)


@pytest.mark.parametrize("cookie", COOKIES)
def test_chromium_keeps_the_same_cookies(cookie: str) -> None:
    app = Flask("shop")
    app.add_url_rule("/set", "set", lambda: ("", {"Set-Cookie": cookie}))
    app.add_url_rule("/set/seen", "seen", lambda: request.headers.get("Cookie", ""))
    web.site("shop.test", app)

    def story(page: Page) -> dict[str, Any]:
        page.goto("https://shop.test/set")
        page.goto("https://shop.test/set/seen")
        return {"kept": "user=ann" in page.inner_text("body")}

    assert browser.play(story).facts == {"kept": keeps(cookie, "shop.test")}
