"""What crosses the sandbox's border: bounded JSON in one strict form, never pickle.

What comes out of a sandbox was written by a stranger. It is read as data, and whatever is not of
the expected form is refused.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from helpers.exchange import Exchange, Request, Response
from helpers.exercises import Evidence, registry
from helpers.judge import Finding, Findings, State

MESSAGE_LIMIT = 64_000_000
EVIDENCE_LIMIT = 24_000_000
"""Bytes that may come out of one child."""
TEXT_LIMIT = 1_000
"""Characters of what an answer raised, or why it could not be asked."""
BODY_LIMIT = 1_000_000
FIELDS_LIMIT = 500
"""Header fields of one response."""
FIELD_LIMIT = 20_000
"""Characters of one header field."""
DEPTH_LIMIT = 20
SIZE_LIMIT = 20_000
"""Values in the JSON of one answer."""
LENGTH_LIMIT = 200_000
"""Characters of all texts in it."""
TOO_LARGE = "Expected a value of a size that an answer has; it is too large."

_LENGTH = struct.Struct(">I")


class ForgedError(ValueError):
    """What came out of the sandbox is not of the form that our own code writes."""


HANGING = ("Your cell hangs: ", "Your answer hangs: ")
"""How the failure of what did not end begins: words that the grader looks for."""


def send(file: int, content: bytes) -> None:
    """Write all of it to a pipe."""
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]


def taking(content: bytes) -> Callable[[int], bytes]:
    """What ``read`` takes from, for what is here already."""
    return BytesIO(content).read


def write(send: Callable[[bytes], Any], message: Any) -> None:
    """Send a message: the length of its JSON in four bytes, then the JSON."""
    text = json.dumps(message).encode()
    send(_LENGTH.pack(len(text)) + text)


def read(receive: Callable[[int], bytes]) -> Any:
    """The next message; raises ``EOFError`` at the end, ``ForgedError`` for nonsense."""
    (length,) = _LENGTH.unpack(exactly(receive, _LENGTH.size))
    if length > MESSAGE_LIMIT:
        raise ForgedError("a message is too long")
    return parse(exactly(receive, length))


def exactly(receive: Callable[[int], bytes], size: int) -> bytes:
    """So many bytes; raises ``EOFError`` where there are fewer."""
    kept = bytearray()
    while len(kept) < size:
        chunk = receive(min(size - len(kept), 1 << 16))
        if not chunk:
            raise EOFError
        kept += chunk
    return bytes(kept)


def parse(text: bytes) -> Any:
    """The JSON in ``text``; raises ``ForgedError``."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ForgedError("a message is no JSON") from None


def request_out(request: Request) -> list[Any]:
    """A request as JSON."""
    fields = [list(field) for field in request.headers]
    return [request.method, request.url, fields, request.body.decode("latin-1"), request.sender]


def request_in(message: Sequence[Any]) -> Request:
    """The request that ``request_out`` wrote; inside the sandbox, where it can be trusted."""
    method, url, fields, body, sender = message
    headers = tuple((name, value) for name, value in fields)
    sent = body.encode("latin-1")
    return Request(method=method, url=url, headers=headers, body=sent, sender=sender)


def evidence_out(evidence: Evidence) -> dict[str, Any]:
    """Evidence as JSON: responses in the order of the requests, without the requests."""
    small = _is_small(evidence.value)
    return {
        "exchanges": [_exchange_out(each) for each in evidence.exchanges],
        "value": evidence.value if small else None,
        "failure": evidence.failure[:TEXT_LIMIT] if small else TOO_LARGE,
        "idle": evidence.idle[:TEXT_LIMIT],
    }


def _exchange_out(exchange: Exchange) -> list[Any]:
    raised = exchange.raised[:TEXT_LIMIT]
    if exchange.response is None:
        return [None, raised]
    return [response_out(exchange.response), raised]


def response_out(answer: Response) -> list[Any]:
    """A response as JSON."""
    fields = [[name[:FIELD_LIMIT], value[:FIELD_LIMIT]] for name, value in answer.headers]
    body = answer.body[:BODY_LIMIT].decode("latin-1")
    return [answer.status, fields[:FIELDS_LIMIT], body]


def captured_in(message: Any, exercise: str, requests: Sequence[Request]) -> Evidence:
    """The evidence in a message about an answer to that exercise; raises ``ForgedError``."""
    _require(isinstance(message, dict) and message.keys() == {"exercise", "evidence"})
    _require(message["exercise"] == exercise)
    return evidence_in(message["evidence"], requests)


def evidence_in(message: Any, requests: Sequence[Request]) -> Evidence:
    """The evidence in a message from a sandbox, for the requests that were asked there.

    Raises ``ForgedError`` for anything that ``evidence_out`` does not write.
    """
    parts = {"exchanges", "value", "failure", "idle"}
    _require(isinstance(message, dict) and message.keys() == parts)
    answers, failure, idle = message["exchanges"], message["failure"], message["idle"]
    _require(isinstance(answers, list) and len(answers) in (0, len(requests)))
    for text in (failure, idle):
        _require(isinstance(text, str) and len(text) <= TEXT_LIMIT)
    _require(bool(failure) or len(answers) == len(requests))
    _require(_is_small(message["value"]))
    exchanges = tuple(map(_exchange_in, answers, requests))
    return Evidence(exchanges, message["value"], failure, idle)


def _exchange_in(message: Any, request: Request) -> Exchange:
    _require(isinstance(message, list) and len(message) == 2)
    answer, raised = message
    _require(isinstance(raised, str) and len(raised) <= TEXT_LIMIT)
    return Exchange(request, None if answer is None else response_in(answer), raised)


def response_in(message: Any) -> Response:
    """The response that ``response_out`` wrote; raises ``ForgedError``."""
    _require(isinstance(message, list) and len(message) == 3)
    status, fields, body = message
    _require(type(status) is int and 100 <= status <= 999)
    _require(isinstance(fields, list) and len(fields) <= FIELDS_LIMIT)
    for field in fields:
        _require(isinstance(field, list) and len(field) == 2)
        _require(all(isinstance(text, str) and len(text) <= FIELD_LIMIT for text in field))
    _require(isinstance(body, str) and len(body) <= BODY_LIMIT)
    headers = tuple((name, value) for name, value in fields)
    return Response(status=status, headers=headers, body=_latin(body))


def _latin(body: str) -> bytes:
    try:
        return body.encode("latin-1")
    except UnicodeEncodeError:
        raise ForgedError("a body is no bytes") from None


def _is_small(value: Any) -> bool:
    """Whether it has no more values and text, and is no deeper, than an answer may."""
    left, level, count, length = [value], 0, 0, 0
    while left:
        level += 1
        count += len(left)
        length += sum(len(each) for each in left if isinstance(each, str))
        if level > DEPTH_LIMIT or count > SIZE_LIMIT or length > LENGTH_LIMIT:
            return False
        inner: list[Any] = []
        for each in left:
            inner += [*each.values(), *each] if isinstance(each, dict) else []
            inner += each if isinstance(each, list) else []
        left = inner
    return True


def findings_out(found: Findings) -> list[Any]:
    """Findings as JSON."""
    judged = [[each.text, each.met, each.why] for each in found.requirements]
    return [found.exercise, found.state, found.points, judged, found.failure, [*found.until]]


def findings_in(line: Sequence[Any]) -> Findings:
    """The findings that ``findings_out`` wrote, of an exercise as it is today."""
    name, state, points, judged, failure, until = line
    exercise = registry()[name]
    found = tuple(Finding(text, met, why) for text, met, why in judged)
    most, until = exercise.points, tuple(until)
    return Findings(name, exercise.title, State(state), points, most, found, failure, until)


def _require(holds: bool) -> None:
    if not holds:
        raise ForgedError("a message is not of the form that our own code writes")
