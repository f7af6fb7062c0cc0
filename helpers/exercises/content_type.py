"""Lesson 02, content types: what a browser takes an upload, or an API's answer, for."""

from __future__ import annotations

from urllib.parse import urlsplit

from helpers import sniffing
from helpers.csp import Policy
from helpers.exchange import Exchange, Request, Response
from helpers.exercises import Evidence, Exercise, Requests, no_worse, still, stops
from helpers.exercises.anywhere import (
    all_of,
    answered,
    fresh_nonces,
    happened,
    no_duplicates,
    only,
    same_bodies,
    same_statuses,
)
from helpers.exercises.api_answers import is_json, never_a_page, same_data
from helpers.exercises.arrivals import SHOP
from helpers.exercises.each_response import every_response, never_sniffed
from helpers.exercises.five_files import FIVE_FILES, named_script
from helpers.exercises.in_words import told
from helpers.exercises.upload_sites import (
    FRAMED,
    IN_A_SCRIPT_TAG,
    IN_AN_IMG_TAG,
    OF_A_TAG,
    OPENED,
    calls,
    fetched,
    people_api,
    photo_site,
    visits,
    wanted_as,
)


def _uploaded(upload: Request) -> str:
    claimed = upload.header("Content-Type")
    return f"uploaded as {claimed}" if claimed else "uploaded without a type"


def no_upload_runs_when_opened(evidence: Evidence, _before: Evidence) -> str | None:
    """No upload is a page of the site in which a script of the uploader runs."""
    fresh = fresh_nonces(evidence)
    for each, response, upload in fetched(evidence, OPENED, FRAMED):
        if response.status >= 400:  # an error page is not the upload
            continue
        asked = told(each.request)
        wanted = f"Expected no script to run when {asked}, {_uploaded(upload)}, is opened;"
        policy = Policy(*response.all("Content-Security-Policy"))
        if runs := sniffing.runs_when_opened(response, each.request.url):
            sent = f'; its policy, "{policy}", lets scripts run' if str(policy) else ""
            return f"{wanted} a browser makes a page of it, because {runs.why}{sent}."
        is_page = sniffing.opens_as_page(response)
        if is_page and (named := named_script(policy, each.request.url, fresh)):
            return f"{wanted} {named}"
    return None


def no_upload_runs_as_script(evidence: Evidence, _before: Evidence) -> str | None:
    """No upload runs where a page of the site names it in a script tag."""
    for each, response, upload in fetched(evidence, IN_A_SCRIPT_TAG):
        if runs := sniffing.runs_as_script(response):
            asked = told(each.request, but=OF_A_TAG)
            status = f", status {response.status}" * (response.status != 200)
            return (
                f"Expected a script tag not to run {asked}{status}, "
                f"{_uploaded(upload)}; a browser runs what came, because {runs.why}."
            )
    return None


def photos_show(evidence: Evidence, _before: Evidence) -> str | None:
    """A PNG and a JPEG that were uploaded as what they are show in their page."""
    pages = {urlsplit(page.request.url).path: answer for page, answer in answered(evidence)}
    for each, response, upload in fetched(evidence, IN_AN_IMG_TAG):
        wanted = f"Expected {each.request}, {_uploaded(upload)}, to show in its img tag;"
        if response.status != 200:
            return f"{wanted} {happened(each)}."
        if response.body != upload.body or sniffing.mime_type(response) == "image/svg+xml":
            return f"{wanted} what came back is no image."
        path = "/photo/" + each.request.url.rpartition("/")[2]
        page = pages.get(path)
        if not (page and sniffing.opens_as_page(page)):
            return f"{wanted} GET {path} opens as no page."
        policy = Policy(*page.all("Content-Security-Policy"))
        if not policy.allows("img", each.request.url, page=SHOP + path):
            return f"{wanted} the policy of GET {path} keeps it out."
    return None


def _is_download(each: Exchange) -> bool:
    return each.request.method == "GET" and "/files/" in each.request.url


def files_come_back(evidence: Evidence, before: Evidence) -> str | None:
    """Each upload is given back as it was sent, and a missing file is still missing."""
    for each, response, upload in fetched(evidence, OPENED):
        if response.status != 200 or response.body != upload.body:
            what = "other bytes came" if response.status == 200 else happened(each)
            return f"Expected {each.request}, {_uploaded(upload)}, as it was sent; {what}."
    opened = only(lambda each: _is_download(each) and wanted_as(each) == OPENED, same_statuses)
    return opened(evidence, before)


def _allow_kept(evidence: Evidence, before: Evidence) -> str | None:
    """A 405 must name the methods that there are (RFC 9110, section 15.5.6): none is lost."""
    for now, then in zip(evidence.exchanges, before.exchanges, strict=True):
        wanted, sent = _methods(then.response), _methods(now.response)
        if wanted - sent:
            methods, kept = (", ".join(sorted(each)) for each in (wanted, sent))
            return (
                f"Expected {now.request} to send Allow: {methods}, as before; "
                f"it sends {kept or 'none'}."
            )
    return None


def _methods(response: Response | None) -> set[str]:
    """Those that a response's Allow names (RFC 9110, section 10.2.1)."""
    allow = response and response.header("Allow")
    return {each.strip() for each in allow.split(",")} - {""} if allow else set()


_same_answers = all_of(same_bodies, _allow_kept)


SAFE_DOWNLOADS = Exercise(
    id="02-1",
    title="A safe download route",
    answer="app",
    probe=Requests(visits, photo_site),
    requirements=[
        stops("No upload runs a script when it is opened", no_upload_runs_when_opened),
        stops("No upload runs as a script of a page", no_upload_runs_as_script),
        still("PNG and JPEG photos still show", photos_show),
        still("Every file comes back byte for byte", files_come_back),
        no_worse(
            "Every other page answers as it did",
            only(lambda each: not _is_download(each), _same_answers),
        ),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "Two attacks have to fail: a file that is opened, and a file that a script tag names. "
        "What decides each of them?",
        "The visitor chooses the claimed type and the name of the file. Which types may that "
        "choice have, so that nothing of such a type can run?",
        'Read "A list of your own", under What it does not stop.',
    ],
)


def _of_api(each: Exchange) -> bool:
    return urlsplit(each.request.url).path.startswith("/api/")


NEVER_HTML = Exercise(
    id="02-2",
    title="An API that never answers as HTML",
    answer="app",
    probe=Requests(calls, people_api),
    requirements=[
        stops("No answer of the API opens as a page", only(_of_api, never_a_page)),
        stops(
            "Every answer of the API carries nosniff", only(_of_api, every_response(never_sniffed))
        ),
        still("Every answer of the API is JSON, errors too", only(_of_api, is_json)),
        still("The API gives the same data", only(_of_api, same_data)),
        no_worse("Every request is answered with the same status", same_statuses),
        no_worse(
            "Pages outside the API are as they were",
            only(lambda each: not _of_api(each), _same_answers),
        ),
        no_worse("No header is sent twice", no_duplicates),
    ],
    hints=[
        "What does Flask make of a view that returns text, and what of one that returns a dict?",
        "Error pages do not come from your views. Flask's errorhandler takes a status, or "
        "HTTPException for all that have no handler of their own, as 404 has here; and "
        "flask.request tells you the path.",
        'Read "The type Flask gives", under Mistakes people make.',
    ],
)


EXERCISES = (SAFE_DOWNLOADS, NEVER_HTML, FIVE_FILES)
