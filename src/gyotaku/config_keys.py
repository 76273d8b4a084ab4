"""The keys of `gyotaku.toml`: how each is read, an example, and what it is for. The documentation page is made from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from gyotaku.model.answers import Permission
from gyotaku.model.own_brands import OwnBrands
from gyotaku.model.text import LANGUAGES, Text


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of strings, like ["example.jp"]')
    return tuple(value)


def _hosts(value: object) -> tuple[str, ...]:
    return tuple(item.strip().rstrip(".").lower() for item in _strings(value) if item.strip())


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise ValueError('must be "ja" or "en"')
    return str(value)


def _online(value: object) -> frozenset[Permission]:
    names = _strings(value)
    try:
        return frozenset(Permission(name) for name in names)
    except ValueError:
        raise ValueError("may hold " + ", ".join(f'"{p}"' for p in Permission)) from None


def _file(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string: the name of a file")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 600:
        raise ValueError("must be a number of seconds, above 0 and at most 600")
    return float(value)


def _servers(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ValueError('must be a table of strings, like { jp = "..." }')
    return MappingProxyType({key.lower(): item for key, item in value.items()})


def _tables(value: object) -> tuple[Mapping[str, str], ...]:
    if not isinstance(value, list):
        raise ValueError("must be a list of tables")
    return tuple(_servers(item) for item in value)


def _brands(value: object) -> OwnBrands:
    from gyotaku.mail.brand_table import of_file  # its imports are dear, and few configurations name a table

    return of_file(_file(value))


class Key(Struct, frozen=True):
    """One key of the file: how its value is read, an example as TOML, and what it is for."""

    read: Callable[[object], object]
    example: str
    text: Text


KEYS: Mapping[str, Key] = {
    "own_domains": Key(
        _hosts,
        '["example.jp"]',
        Text(
            en="Domains whose mail arrives here. Left out, they are inferred from the delivery fields of each mail.",
            ja="自社でメールを受けているドメインです。省略すると、メールごとに配送の記録から推定します。",
        ),
    ),
    "own_names": Key(
        _strings,
        '["Example Design", "エグザンプル設計"]',
        Text(
            en="Names of your organization as people write them; an outside sender who uses one is pointed out.",
            ja="自社の名前です。外部の差出人がこの名前を名乗っていれば指摘します。",
        ),
    ),
    "trusted_hosts": Key(
        _hosts,
        '["mx1.example.jp", "*.mail.example.jp"]',
        Text(
            en="Servers whose Received lines and Authentication-Results are your own: they set the trust boundary.",
            ja="自社サーバーです。これらが書いた Received と Authentication-Results だけを自社の記録とみなします。",
        ),
    ),
    "mailboxes": Key(
        _strings,
        '["info", "postmaster", "hanako@example.jp"]',
        Text(
            en="Mailboxes that exist, as local parts or whole addresses. Mail for others is pointed out.",
            ja="実在するメールボックスです。ここにない宛先へのメールを指摘します。",
        ),
    ),
    "spam_stamps": Key(
        _strings,
        '["[spam]"]',
        Text(
            en="What your own server writes before the subject of mail that its filter suspects.",
            ja="迷惑メールと判断したときに自社サーバーが件名の前に付ける文字列です。",
        ),
    ),
    "known_senders": Key(
        _strings,
        '["tanaka@example.com", "example.org"]',
        Text(
            en="Addresses and domains you have dealt with. Others are called strangers, which weighs little.",
            ja="やり取りのある相手のアドレスまたはドメインです。それ以外は面識のない差出人として指摘しますが、弱い手がかりです。",
        ),
    ),
    "language": Key(
        _language,
        '"ja"',
        Text(
            en="Language of reports, ja or en. Left out, the locale decides.",
            ja="報告の言語です（ja または en）。省略するとロケールに従います。",
        ),
    ),
    "online": Key(
        _online,
        '["dns", "registration"]',
        Text(
            en="Look-ups that are allowed: dns, registration, reputation, place, site. Left out, nothing leaves the "
            "machine.",
            ja="許可する照会です（dns、registration、reputation、place、site）。省略すると、外部へは何も送りません。",
        ),
    ),
    "answers": Key(
        _file,
        '"answers.sqlite"',
        Text(en="The file that keeps recorded answers.", ja="照会の結果を保存するファイルです。"),
    ),
    "deadline": Key(
        _seconds,
        "10",
        Text(
            en="Seconds that all look-ups of one mail may take together. Visits of sites, where they are permitted, have bounds of their own (docs/visit.md).",
            ja="一通のメールの照会全体にかけてよい秒数です。サイトへのアクセスを許可した場合、アクセスには別の上限があります（docs/visit.md）。",
        ),
    ),
    "dns_servers": Key(
        _strings,
        '["192.0.2.53", "[2001:db8::53]:5353"]',
        Text(
            en="DNS servers to ask, each an address with or without a port. Left out, those of the system.",
            ja="問い合わせる DNS サーバーです。IPアドレスで書き、ポート番号も付けられます。省略すると、システムの設定に従います。",
        ),
    ),
    "timeout": Key(
        _seconds,
        "4",
        Text(en="Seconds that one server has to answer one question.", ja="一つのサーバーの回答を待つ秒数です。"),
    ),
    "proxy": Key(
        _file,
        '"http://proxy.example.jp:3128"',
        Text(
            en="Proxy for visits of sites (`http://`, `socks5://`; Tor is `socks5://127.0.0.1:9050`) and for look-ups over the web (RDAP, reputation services; `http://` alone). DNS and WHOIS do not use it.",
            ja="サイトへのアクセス（`http://`、`socks5://`。Tor は `socks5://127.0.0.1:9050`）と、Web 経由の照会（RDAP、評判サービス。`http://` のみ）に使うプロキシです。DNS と WHOIS では使いません。",
        ),
    ),
    "rdap_servers": Key(
        _servers,
        '{ jp = "https://rdap.example.jp/", ip = "https://rdap.example.net/" }',
        Text(
            en="RDAP servers by top-level domain, `ip` for addresses, `*` for everything else. Left out, IANA's list decides.",
            ja="トップレベルドメインごとの RDAP サーバーです。`ip` はIPアドレス、`*` はその他すべてを表します。省略すると IANA の一覧に従います。",
        ),
    ),
    "whois_servers": Key(
        _servers,
        '{ jp = "whois.jprs.jp", "*" = "192.0.2.43:4343" }',
        Text(
            en="WHOIS servers by top-level domain, `ip` for addresses, `*` for everything else.",
            ja="トップレベルドメインごとの WHOIS サーバーです。`ip` はIPアドレス、`*` はその他すべてを表します。",
        ),
    ),
    "place_files": Key(
        _strings,
        '["/var/lib/gyotaku/dbip-city-lite.mmdb"]',
        Text(
            en="MaxMind DB files (.mmdb) that tell city or network of an address. Those that `gyotaku data fetch` got are used anyway.",
            ja="IPアドレスから都市やネットワークを調べる MaxMind DB ファイル（.mmdb）です。`gyotaku data fetch` で取得したものは、書かなくても使います。",
        ),
    ),
    "lists": Key(
        _tables,
        '[{ file = "phishurl.csv", name = "JPCERT/CC", form = "jpcert" }]',
        Text(
            en="Lists of bad sites on this machine. `form` is jpcert, urlhaus, openphish, phishtank or plain; `name` is shown as the source.",
            ja="手元にある不正サイトのリストです。form は jpcert、urlhaus、openphish、phishtank、plain のいずれかです。name を掲載元として示します。",
        ),
    ),
    "dns_lists": Key(
        _strings,
        '["zen.spamhaus.org"]',
        Text(
            en="DNS blocklists to ask with the permission reputation: those named in the table of lists. Each has terms of its own.",
            ja="評判の照会（reputation）を許可したときに使う DNS ブロックリストです。利用条件はリストごとに異なります。",
        ),
    ),
    "dns_history": Key(
        _strings,
        '["passive-dns.jsonl"]',
        Text(
            en="Exports of passive DNS on this machine, in the Common Output Format, one JSON object a line.",
            ja="手元にあるパッシブ DNS の記録です（Common Output Format、一行に一つの JSON）。",
        ),
    ),
    "keys": Key(
        _servers,
        '{ safe_browsing = "…", urlscan = "…", virustotal = "…" }',
        Text(
            en="Keys of reputation services; each service is asked only with its key and the permission reputation.",
            ja="評判サービスの API キーです。キーがあり、reputation を許可した場合にだけ照会します。",
        ),
    ),
    "brands": Key(
        _brands,
        '"brands.tsv"',
        Text(
            en="Your own table of organizations that frauds pretend to be, beside the built-in one; `gyotaku brands add` writes it.",
            ja="詐称されやすい組織を自分で追加する表です。内蔵の表と合わせて使います。`gyotaku brands add` で書き加えられます。",
        ),
    ),
}
