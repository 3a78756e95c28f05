"""Retry policy, rate limit and circuit breaker for requests to a speech server.

All threads of a process share the rate limit.  Waits between retries grow exponentially with jitter.  After a
permanent failure the circuit breaker opens and requests fail at once.  Each engine sends its own requests and reads
the responses.
"""

from __future__ import annotations

import math
import os
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Literal, TypeVar

from ...configuration.settings import RetryPolicy
from ...errors import SpeechError, VoiceUnavailable
from ...messages import message
from ...model import has_words
from ..clauses import cut
from ..engine import excerpt

_GROWTH: Final = 3
"""Exponential backoff: each wait is this many times the one before."""
_SPREAD: Final = 0.25
"""Jitter: the share by which a wait is longer or shorter, so that threads do not retry together."""
_MOST_FAILURES: Final = 3
"""After this many failed sentences in a row, the voice itself counts as failed."""
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
"""Temporary errors (RFC 9110, RFC 6585, and common codes of large proxies)."""
_THIS_TEXT: Final = frozenset({413, 414})
"""Errors of this sentence: it is too long."""
_THIS_REQUEST: Final = frozenset({400, 422})
"""The response of a server to an unknown model, voice or key of the body."""
_SERVER_FAULT: Final = 500
"""From this status on, the sentence may be the cause of the error; lower ones concern the whole service."""
_REDIRECTS: Final = range(300, 400)

Answer = TypeVar("Answer")
Fault = Literal["voice", "request", "sentence", "either"]


class RequestFailed(Exception):  # noqa: N818 -- it never leaves this room: `Retrier` makes an error of it
    """The reason why a request failed, in words for the editor.

    `again`: a retry may help, after `after_s` seconds.  `fault` is what failed: the voice, this sentence, either, or
    the
    request as it is described (after a success of the same request: this sentence).  `hint` replaces the usual advice.
    """

    def __init__(
        self, cause: str, *, again: bool = True, after_s: float = 0.0, fault: Fault = "either", hint: str = ""
    ) -> None:
        super().__init__(cause)
        self.cause = cause
        self.again = again
        self.after_s = after_s
        self.fault = fault
        self.hint = hint


class Retrier:
    """Retries the requests to one server, for all threads of a process, and opens the circuit if the voice fails.

    An error of one sentence does not stop the others.  The circuit opens if the server cannot be reached, refuses the
    client, limits the rate until the last attempt, or fails three sentences in a row.  While it is open
    (`policy.rest_s`
    seconds) every request fails at once, so that an edition of 3,000 sentences does not wait 3,000 times.  After that,
    one request is sent as a probe.
    """

    def __init__(self, policy: RetryPolicy) -> None:
        self.policy = policy
        self._lock = threading.Lock()
        self._given_up = threading.Event()
        self._why = RequestFailed("")
        self._again_at_s = 0.0
        self._next_at_s = 0.0
        self._failures = 0
        self._has_answered = False

    def ask(self, text: str, request: Callable[[], Answer]) -> Answer:
        """Return the result of `request` for `text`; retry it if it raises `RequestFailed`, within the rate limit.

        Raises `VoiceUnavailable` if the voice failed permanently, `SpeechError` if only this sentence did.
        """
        self.refuse_if_given_up(text)
        for number in range(1, max(self.policy.tries, 1) + 1):
            self._wait_for_turn(text)
            try:
                answer = request()
            except RequestFailed as failure:
                if not failure.again or number >= self.policy.tries:
                    raise self._failed(text, failure) from None
                self._pause(text, self._wait_s(text, number, failure), shared=failure.after_s > 0)
            else:
                self._succeeded()
                return answer
        raise AssertionError("the last try returns or raises")

    def _wait_for_turn(self, text: str) -> None:
        with self._lock:
            now_s = time.monotonic()
            turn_s = max(self._next_at_s, now_s)
            if self.policy.requests_per_second > 0:
                self._next_at_s = turn_s + 1 / self.policy.requests_per_second
        self._pause(text, turn_s - now_s)

    def _pause(self, text: str, wait_s: float, *, shared: bool = False) -> None:
        """Wait; if `shared`, other threads wait too.  An opening circuit ends the wait."""
        if shared:
            with self._lock:
                self._next_at_s = max(self._next_at_s, time.monotonic() + wait_s)
        if wait_s > 0 and self._given_up.wait(wait_s):
            self.refuse_if_given_up(text)

    def _wait_s(self, text: str, number: int, failure: RequestFailed) -> float:
        """Return the backoff after attempt `number`: growing, at least the server's wish, and bounded."""
        grown_s = self.policy.first_wait_s * math.pow(_GROWTH, number - 1)
        share = zlib.crc32(f"{os.getpid()} {threading.get_ident()} {number} {text}".encode()) / 0xFFFFFFFF
        spread_s = grown_s * (1 + _SPREAD * (2 * share - 1))
        return min(max(spread_s, failure.after_s), self.policy.longest_wait_s)

    def _succeeded(self) -> None:
        with self._lock:
            self._failures, self._has_answered = 0, True

    def _failed(self, text: str, failure: RequestFailed) -> SpeechError:
        """Return the error of `text`, and open the circuit if the failure is permanent."""
        with self._lock:
            self._failures += 1
            fault, hint = failure.fault, failure.hint
            if fault == "request":
                fault, hint = ("sentence", "") if self._has_answered else ("voice", hint)
            for_good = fault == "voice" or self._failures >= _MOST_FAILURES
            if for_good:
                self._why = failure
                self._again_at_s = time.monotonic() + self.policy.rest_s
                self._given_up.set()
        what = message("the online voice did not speak: {cause}", cause=failure.cause)
        if for_good:
            return VoiceUnavailable(excerpt(text), what, hint or usual_hint())
        otherwise = message("Change the sentence, or give its spoken words in input/lexicon.tsv.")
        return SpeechError(excerpt(text), what, hint or (otherwise if fault == "sentence" else usual_hint()))

    def refuse_if_given_up(self, text: str) -> None:
        """Raise `VoiceUnavailable` for `text` if the circuit is open."""
        with self._lock:
            if not self._given_up.is_set():
                return
            if time.monotonic() >= self._again_at_s:
                self._given_up.clear()
                self._failures = _MOST_FAILURES - 1
                return
            why = self._why
        what = message("the online voice was given up for now: {cause}", cause=why.cause)
        raise VoiceUnavailable(excerpt(text), what, why.hint or usual_hint())


def pieces(text: str, longest: int) -> tuple[str, ...]:
    """Return `text` as pieces of at most `longest` characters, one for each request.

    Raises `SpeechError` if there is nothing to say, or a word that no request can hold.
    """
    if not has_words(text):
        raise SpeechError(excerpt(text), message("there is nothing to speak"), message("Leave the sentence out."))
    try:
        return tuple(one for one in cut(text, longest) if has_words(one))
    except ValueError as error:
        what = message('the word "{word}" is too long for the voice', word=excerpt(str(error)))
        raise SpeechError(excerpt(text), what, message("Give its spoken words in input/lexicon.tsv.")) from error


def usual_hint() -> str:
    """Return the advice after a failure of an online voice."""
    return message(
        "Check the network and run the same command again: only missing sentences are requested."
        ' Or set fallback = "espeak".'
    )


def refuse_status(status: int, headers: Mapping[str, str]) -> None:
    """Raise the `RequestFailed` of a status that is not a success; `headers` have keys in lower case.

    A redirect is a failure, because the text must not be sent anywhere but to the address in the settings.
    """
    if 200 <= status < 300:
        return
    cause = f"HTTP {status}"
    if status in _REDIRECTS:
        where = headers.get("location", "").partition("?")[0]
        raise RequestFailed(
            message("it redirects to another address: {address}", address=where), again=False, fault="voice"
        )
    if status in _BUSY:
        fault: Fault = "either" if status == _SERVER_FAULT else "voice"
        raise RequestFailed(cause, after_s=retry_after_s(headers), fault=fault)
    if status in _THIS_REQUEST:
        raise RequestFailed(message("it refuses the request: {cause}", cause=cause), again=False, fault="request")
    if status in _THIS_TEXT:
        raise RequestFailed(message("it refuses this sentence: {cause}", cause=cause), again=False, fault="sentence")
    raise RequestFailed(cause, again=False, fault="voice")


def retry_after_s(headers: Mapping[str, str]) -> float:
    """Return the seconds in `Retry-After`, a number or a date (RFC 9110 §10.2.3); 0 if it is missing.

    A date is compared with the `Date` of the response, because the clocks of server and machine may differ.
    """
    wait = headers.get("retry-after", "").strip()
    if wait.isascii() and wait.isdigit():
        return float(wait)
    try:
        until = parsedate_to_datetime(wait)
        return max((until - parsedate_to_datetime(headers.get("date", ""))) / timedelta(seconds=1), 0.0)
    except (ValueError, TypeError):
        return 0.0


def too_slow(policy: RetryPolicy) -> RequestFailed:
    """Return the failure of a response that missed its deadline."""
    return RequestFailed(message("there was no complete answer after {seconds} s", seconds=f"{policy.answer_s:g}"))


def unreached(error: Exception, policy: RetryPolicy, *, is_here: bool = False) -> RequestFailed:
    """Return the failure of a request in our own words: those of HTTP libraries may quote headers and addresses.

    `is_here`: the server is on this machine; without an answer it does not run, and waiting does not help.
    """
    causes = list(_causes(error))
    refused = next((one.verify_message for one in causes if isinstance(one, ssl.SSLCertVerificationError)), None)
    if refused is not None:
        cause = message("its certificate is not valid here: {cause}", cause=refused)
        return RequestFailed(cause, again=False, fault="voice", hint=_certificate_hint())
    connect, silence = (f"{seconds:g}" for seconds in (policy.connect_s, policy.silence_s))
    unsendable = message("the request cannot be sent as it is described")
    rows: tuple[tuple[str, str, Fault], ...] = (
        ("gaierror", message("its address is not found; is this machine on the network?"), "voice"),
        ("ProxyError", message("the proxy of this machine does not let the request through"), "voice"),
        ("ConnectionRefusedError", message("nothing answers at its address"), "voice"),
        ("ConnectTimeout", message("no connection within {seconds} s", seconds=connect), "voice"),
        (
            "ReadTimeout ReadTimeoutError TimeoutError",
            message("it sent nothing for {seconds} s", seconds=silence),
            "either",
        ),
        ("SSLError ConnectSSLError", message("no secure connection can be established"), "voice"),
        ("LocalProtocolError InvalidHeader InvalidURL UnsupportedProtocol", unsendable, "voice"),
    )
    names = {type(one).__name__ for one in causes}
    if is_here and "ConnectionRefusedError" in names:
        cause = message("no server runs at its address on this machine")
        hint = message("Start the server and run the same command again; or check the port of its address.")
        return RequestFailed(cause, again=False, fault="voice", hint=hint)
    for known, cause, fault in rows:
        if names & set(known.split()):
            described = message("Check the address and the method in [voices.…] of input/bantin.toml.")
            hopeless = cause == unsendable
            return RequestFailed(cause, fault=fault, again=not hopeless, hint=described if hopeless else "")
    return RequestFailed(message("the connection broke off"))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error` and its causes, of all the kinds of wrapping in the libraries."""
    while error is not None:
        yield error
        inner = next((one for one in error.args if isinstance(one, BaseException)), None)
        reason = getattr(error, "reason", None)
        error = error.__cause__ or inner or (reason if isinstance(reason, BaseException) else None) or error.__context__


def _certificate_hint() -> str:
    return message("Check the clock of this machine, and its certificates or proxy (SSL_CERT_FILE).")
