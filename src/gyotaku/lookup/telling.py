"""What asking tells whom: shown before anything is asked."""

from __future__ import annotations

from gyotaku.model.text import Text

_TELLS_OF_SENDER = Text(
    en="Your DNS server learns the name and asks the name servers of the domain. Their holder, who may be the sender, sees that "
    "mail of this domain is being checked, and a record may be made so that the question carries the sender address.",
    ja="DNS サーバーがこの名前を知り、そのドメインのネームサーバーに問い合わせます。管理者（差出人自身かもしれません）には、"
    "このドメインのメールが検証されていることがわかります。レコードの書き方によっては、差出人アドレスも伝わります。",
)
TELLS = {
    "spf": _TELLS_OF_SENDER,
    "dkim": _TELLS_OF_SENDER,
    "dmarc": _TELLS_OF_SENDER,
    "arc": _TELLS_OF_SENDER,
    "mx": _TELLS_OF_SENDER,
    "ptr": Text(
        en="Your DNS server learns the address, and the holder of its network sees the question.",
        ja="DNS サーバーがこのIPアドレスを知ります。そのネットワークの管理者にも問い合わせが見えます。",
    ),
    "host": Text(
        en="Your DNS server learns the name, and the holder of the domain sees that somebody looks at the link. A host name that looks made "
        "for one recipient is not asked for; its domain is.",
        ja="DNS サーバーがこの名前を知ります。ドメインの管理者には、リンクを調べている人がいることがわかります。受信者ごとに作られたらしい"
        "ホスト名は問い合わせず、代わりにそのドメインを調べます。",
    ),
    "owner": Text(
        en="The registry, and the registrar it names, learn your IP address and the domain you ask about. Its holder is not told.",
        ja="登録機関と、そこが示すレジストラに、あなたのIPアドレスと照会したドメインが伝わります。ドメインの持ち主には伝わりません。",
    ),
    "network": Text(
        en="The address registry learns your IP address and the address you ask about.",
        ja="IPアドレスの登録機関に、あなたのIPアドレスと照会したアドレスが伝わります。",
    ),
    "place": Text(en="Nothing leaves this machine.", ja="外部には何も送りません。"),
    "listed": Text(
        en="Lists on this machine are told nothing. Each DNS list or service that is configured learns what you ask about.",
        ja="手元のリストの参照では何も送りません。設定した DNS ブロックリストや評判サービスには、照会した対象が伝わります。",
    ),
    "site": Text(
        en="The site, and other hosts from which its page takes pictures, styles and scripts, learn your IP address and that the link was opened. What may tell the "
        "recipient is replaced by decoys.",
        ja="サイトと、ページが画像、スタイル、スクリプトを取得するほかのホストに、あなたのIPアドレスと、リンクが開かれたことが伝わります。受信者を示すおそれのある部分は、おとりの値に置き換えます。",
    ),
}
"""What asking tells whom, by the beginning of a question's id."""
