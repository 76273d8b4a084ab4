"""The path of a mail and the trust boundary on it.

A Received line proves only that whoever wrote it, or anybody the mail passed before him, wanted it to stand there
(RFC 5321 section 7.2). The newest line is the last server's, ours. From there each older line is ours as long as the
line above it says that it got the mail from inside our own house (`mail.house`); the first line that took it from
outside is the boundary.
"""

from gyotaku.mail import received
from gyotaku.mail.house import from_inside, is_bare, is_inside, trusted
from gyotaku.mail.message import Message
from gyotaku.model.configuration import Config
from gyotaku.model.path import Boundary, Hop, Path, Source
from gyotaku.model.text import Host, Sentence, Text

_MAX_HOPS = 500

_CONFIGURED = Text(
    en="{host} is one of your own servers by your configuration. It took the mail from outside.",
    ja="{host} は設定にある自社サーバーで、外部からこのメールを受け取りました。",
)
_INFERRED = Text(
    en="No server of your own is configured. {host} is taken for one, because it wrote the newest line that took the mail "
    "from outside. This is inferred.",
    ja="自社サーバーが設定されていないため、外部からメールを受け取った最も新しい行を書いた {host} を自社サーバーとみなしました（推定）。",
)
_UNMATCHED = Text(
    en="None of your configured servers wrote the newest line, so {host} is taken for the server that received the mail. "
    "This is inferred.",
    ja="最も新しい行を書いたのは設定にある自社サーバーではないため、{host} を受信サーバーとみなしました（推定）。",
)
_INNER = Text(
    en="{host} took the mail from an inner address or names no client, and the lines below do not fit it. So it is not "
    "shown who handed the mail over from outside.",
    ja="{host} は内部のアドレスから受け取ったか、接続元を記録しておらず、その下の行ともつながりません。外部の誰から引き渡されたかは示されていません。",
)
_NAMELESS = Text(
    en="The newest line that can be called your own server's names no host.",
    ja="自社サーバーが書いたとみなせる最も新しい行に、サーバーの名前がありません。",
)


def read(message: Message, config: Config) -> Path:
    fields = message.headers.first("Received", _MAX_HOPS)
    hops = tuple(received.read(field.text, index) for index, field in enumerate(fields))
    return Path(hops, _boundary(hops, config))


def _boundary(hops: tuple[Hop, ...], config: Config) -> Boundary | None:
    if not hops:
        return None
    told = bool(config.trusted_hosts or config.own_domains)
    configured = told and _newest_is_configured(hops, config)
    last = 0
    while last + 1 < len(hops) and from_inside(hops[last], hops[last + 1], config if configured else None):
        last += 1
    boundary = hops[last]
    if boundary.form is None and boundary.address is None:
        return None  # not a line that could be read: nothing says whose it is
    return Boundary(
        last, boundary.by, Source.CONFIGURED if configured else Source.INFERRED, _reason(boundary, told, configured)
    )


def _newest_is_configured(hops: tuple[Hop, ...], config: Config) -> bool:
    """The newest line that names a host is by a configured one. Pickup and LMTP lines above it may name none."""
    for hop in hops:
        if trusted(hop.by, config):
            return True
        if not is_bare(hop.by) or (hop.address is not None and not is_inside(hop.address)):
            return False
    return False


def _reason(boundary: Hop, told: bool, configured: bool) -> Sentence:
    if boundary.by is None:
        return Sentence(_NAMELESS)
    host = Host(boundary.by)
    if boundary.address is None or is_inside(boundary.address):
        return _INNER.filled(host=host)
    text = _CONFIGURED if configured else _UNMATCHED if told else _INFERRED
    return text.filled(host=host)
