"""Who may keep a response: Cache-Control, as browsers and shared caches read it."""

from __future__ import annotations

from urllib.request import parse_http_list

from werkzeug.datastructures import ResponseCacheControl
from werkzeug.http import unquote_header_value

from helpers.exchange import Response


def directives(response: Response) -> dict[str, str | None]:
    """The cache directives by name, each with its argument or None (RFC 9111, section 5.2)."""
    sent = [each.partition("=") for each in parse_http_list(response.header("Cache-Control") or "")]
    return {
        name.strip().lower(): unquote_header_value(argument.strip()) if equals else None
        for name, equals, argument in sent
    }


def forbids_storing(response: Response) -> bool:
    """Whether no cache keeps it, a browser's for Back included (section 5.2.2.5).

    Chromium wants the word alone: ``no-store=1`` is none, nor is ``"no-store"``.
    """
    return directives(response).get("no-store", "") is None


def forbids_sharing(response: Response) -> bool:
    """Whether no shared cache gives it to anybody else unasked (section 5.2.2; RFC 5861)."""
    sent = directives(response)
    asks = ResponseCacheControl(sent)
    stale = sent.keys() & {"stale-while-revalidate", "stale-if-error"}
    at_once = asks.max_age == 0 and not asks.s_maxage and not stale
    # With an argument, as in private="Set-Cookie", a directive is about that field alone.
    bare = {name for name, argument in sent.items() if argument is None}
    return forbids_storing(response) or bool(bare & {"private", "no-cache"}) or at_once


def shared_seconds(response: Response) -> int:
    """For how long a shared cache may keep it unasked (section 4.2.1): ``s-maxage`` goes first."""
    asks = ResponseCacheControl(directives(response))
    return (asks.max_age if asks.s_maxage is None else asks.s_maxage) or 0


def may_be_shared(response: Response) -> bool:
    """Whether a shared cache keeps it for a while (RFC 9111, sections 3 and 4.2.1)."""
    return not forbids_sharing(response) and shared_seconds(response) > 0


def cleared(response: Response) -> set[str]:
    """What a browser forgets: quoted words, and no others (Clear Site Data, section 3.1).

    >>> cleared(Response(headers=(("Clear-Site-Data", '"cookies", storage'),)))
    {'cookies'}
    """
    sent = (response.header("Clear-Site-Data") or "").split(",")
    words = {each.strip() for each in sent}
    return {each.strip('"') for each in words if len(each) > 1 and each[0] == each[-1] == '"'}


def forgets_cookies(response: Response) -> bool:
    """Whether a browser forgets the cookies of the site."""
    return bool({"cookies", "*"} & cleared(response))
