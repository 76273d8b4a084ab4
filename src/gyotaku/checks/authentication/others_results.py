"""Authentication results that somebody else than our own server wrote.

Innocent when: forwarding servers and mailing lists record what they saw, honestly.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.recorded import Recorded
from gyotaku.model.finding import Direction, Finding, Group, Kind
from gyotaku.model.text import Quote, Text, server

RESULTS_OF_OTHERS = Kind(
    id="results-of-others",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="{server} is said to have recorded {result}; it is not certain that your own server wrote this.",
        ja="{server} が {result} と記録したことになっていますが、自社サーバーが書いたものとは言い切れません。",
    ),
    why=Text(
        en="Anybody the mail passed could have written it, the sender included. Only what your own server recorded counts "
        "(RFC 8601 section 7.1).",
        ja="差出人を含め、メールが通った先なら誰でも書き込めます。頼れるのは自社サーバーの記録だけです（RFC 8601 7.1）。",
    ),
    innocent=Text(
        en="Forwarding servers and mailing lists leave honest records.",
        ja="転送サーバーやメーリングリストは、事実どおりの記録も残します。",
    ),
)
ARC_RESULTS = Kind(
    id="arc-results",
    group=Group.AUTHENTICATION,
    direction=Direction.INFORMS,
    title=Text(
        en="By an ARC field, {server} recorded {result} before the mail was passed on.",
        ja="ARC の記録では、転送の前に {server} が {result} と記録したことになっています。",
    ),
    why=Text(
        en="ARC (RFC 8617) carries results past a forwarder. It is worth as much as the one who sealed it, and nothing "
        "unless the seal holds.",
        ja="ARC（RFC 8617）は、転送前の認証結果を伝える仕組みです。信用できるかどうかは、封印したサーバー次第です。封印が有効でなければ意味がありません。",
    ),
    innocent=Text(
        en="Many large providers and mailing lists add ARC to the mail they pass on.",
        ja="大手の事業者やメーリングリストには、転送するメールに ARC を付けるところが多くあります。",
    ),
)
_WORTH_TELLING = ("dmarc", "dkim", "spf")


def check(recorded: Recorded) -> Iterator[Finding]:
    for kind, results in (
        (
            RESULTS_OF_OTHERS,
            [result for result in recorded.others() if not (result.in_our_name and result.result == "fail")],
        ),
        (ARC_RESULTS, tuple(result for result in recorded.arc if not result.ours)),
    ):
        told = [result for result in results if result.method in _WORTH_TELLING]
        told = [result for result in told if result.server and not result.server.startswith("<")]
        if told:
            best = min(told, key=lambda result: _WORTH_TELLING.index(result.method))
            yield kind.found(best.evidence(), server=server(best.server), result=Quote(f"{best.method}={best.result}"))
