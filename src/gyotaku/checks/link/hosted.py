"""Links to where anybody can put something: shorteners, free hosting, dynamic DNS, IPFS, cloud storage.

Innocent when: people, small shops and newsletters use all of these; an organization with hosts of its own hardly does.
"""

from collections.abc import Iterator

from gyotaku.mail.facts.destinations import Destination, Destinations
from gyotaku.mail.links.hosting import HostedBy, Hosting, hosting, shows_page
from gyotaku.mail.links.mark import Place
from gyotaku.model.finding import Direction, Finding, Group, Kind, Strength
from gyotaku.model.text import Text, Url, Word

LINK_SHORTENER = Kind(
    id="link-shortener",
    group=Group.LINK,
    title=Text(
        en="A link goes through the shortener {host}, which hides where it leads.",
        ja="短縮URLのサービス {host} を経由するリンクがあり、実際のリンク先は見えません。",
    ),
    why=Text(
        en="Nothing in the address tells the target, and whoever made the short link can change it. An organization can "
        "link to its own host as it is.",
        ja="アドレスからは実際のリンク先がわかりません。作った人が後から変えられるものもあります。組織であれば、自分のホストに直接リンクできます。",
    ),
    innocent=Text(
        en="Text messages, social media and printed matter use short links; so do people who copy them from there.",
        ja="SMS、SNS、印刷物では短縮URLがよく使われます。そこから写したリンクがメールに入ることもあります。",
    ),
)
LINK_FREE_HOSTING = Kind(
    id="link-free-hosting",
    group=Group.LINK,
    title=Text(
        en="A link leads to {host} at {service}, where anybody can put up a page or a form.",
        ja="リンク先の {host} は {service} にあり、誰でもページやフォームを作れる場所です。",
    ),
    why=Text(
        en="The service's good name says nothing of who made the page. An organization with domains of its own has no need "
        "to ask its customers there.",
        ja="サービスの名前が知られていても、ページを作ったのが誰かはわかりません。自前のドメインを持つ組織が、利用者をこうした場所に誘導する必要はありません。",
    ),
    innocent=Text(
        en="Clubs, schools, small firms and open-source projects keep their pages, forms and documents with such services.",
        ja="クラブ、学校、小さな会社、オープンソースのプロジェクトは、ページ、フォーム、文書をこうしたサービスに置いています。",
    ),
)
LINK_DYNAMIC_DNS = Kind(
    id="link-dynamic-dns",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="The host of a link, {host}, is a name of dynamic DNS ({service}).",
        ja="リンク先の {host} は、ダイナミックDNS（{service}）のホスト名です。",
    ),
    why=Text(
        en="Such names are free, given to anybody at once, and made for machines on home lines. No registry knows who took "
        "one.",
        ja="誰でも無料ですぐに取得でき、家庭の回線にある機器のために使われる名前です。誰が取得したかは、登録機関の情報には載りません。",
    ),
    innocent=Text(
        en="People reach their own cameras, storage and hobby servers at home so.",
        ja="自宅のカメラ、ストレージ、趣味のサーバーにつなぐために使う人がいます。",
    ),
)
LINK_IPFS = Kind(
    id="link-ipfs",
    group=Group.LINK,
    strength=Strength.MODERATE,
    title=Text(
        en="A link leads to content in IPFS, by the gateway {host}.",
        ja="リンク先は IPFS に置かれた内容です（ゲートウェイは {host}）。",
    ),
    why=Text(
        en="What lies in IPFS stands at many gateways and cannot be taken down at one. Ordinary organizations put no pages "
        "there; phishing forms are put there for that reason.",
        ja="IPFS に置かれたものは多くのゲートウェイで見られ、一か所で止めても消えません。普通の組織がページを置く場所ではなく、フィッシングの画面はそのために置かれます。",
    ),
    innocent=Text(
        en="People who work with IPFS or with digital collectibles link to their files there.",
        ja="IPFS やデジタル収集品を扱う人が、自分のファイルにリンクすることはあります。",
    ),
)
LINK_OBJECT_STORAGE = Kind(
    id="link-object-storage",
    group=Group.LINK,
    title=Text(
        en="A link leads to a page in rented cloud storage ({service}): {host}.",
        ja="リンク先の {host} は、クラウドのストレージ（{service}）に置かれたページです。",
    ),
    why=Text(
        en="Storage is made for files. A page put there bears the cloud's good name and hides who put it, and an "
        "organization's site stands under its own name.",
        ja="ストレージはファイルを置く場所です。そこにページを置くと、クラウドの名前だけが見え、誰が置いたかはわかりません。組織のサイトは、普通はその組織の名前の下にあります。",
    ),
    innocent=Text(
        en="Newsletters keep the web version of a mail there, and programs their reports.",
        ja="メールマガジンのウェブ版や、プログラムが作った報告書が置かれていることもあります。",
    ),
)

_KINDS = {
    HostedBy.SHORTENER: LINK_SHORTENER,
    HostedBy.BUILDER: LINK_FREE_HOSTING,
    HostedBy.DYNAMIC: LINK_DYNAMIC_DNS,
    HostedBy.IPFS: LINK_IPFS,
    HostedBy.STORAGE: LINK_OBJECT_STORAGE,
}
_TELLING = frozenset({HostedBy.DYNAMIC, HostedBy.IPFS})
"""What organizations use for no page at all."""
_MARKUP = frozenset({Place.ANCHOR, Place.AREA, Place.FORM, Place.REFRESH})


def check(destinations: Destinations) -> Iterator[Finding]:
    told: set[HostedBy] = set()
    for one in destinations.elsewhere:
        service = hosting(one.target)
        if service is None or service.by in told or service.by is HostedBy.SHARED:
            continue
        if not destinations.home.isdisjoint(service.owners):
            continue
        if service.by is HostedBy.STORAGE and not shows_page(one.target):
            continue
        weighed = _weighed(service, one, destinations)
        if weighed is not None:
            told.add(service.by)
            strength, direction = weighed
            name = Word(Text(en=service.name, ja=service.name))
            yield _KINDS[service.by].found(
                one.link.evidence(), strength=strength, direction=direction, host=Url(one.target.host), service=name
            )


def _weighed(service: Hosting, one: Destination, destinations: Destinations) -> tuple[Strength, Direction] | None:
    """By whom the mail speaks for; None where it says nothing that is worth telling."""
    plays = any(not any(brand.holds(owner) for owner in service.owners) for brand in destinations.plays)
    telling = service.by in _TELLING
    if telling and one.link.place in _MARKUP and not destinations.bulk:
        return Strength.STRONG if plays and service.by is HostedBy.IPFS else Strength.MODERATE, Direction.ACCUSES
    if plays and service.by is not HostedBy.SHORTENER:
        return Strength.MODERATE, Direction.ACCUSES
    if destinations.bulk:
        return None
    accuses = destinations.stands_for_sender(one) or telling
    return Strength.WEAK, Direction.ACCUSES if accuses else Direction.INFORMS
