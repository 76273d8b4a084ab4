"""Services that links lead through: undone step by step in the forms that they write, and named where they hide the target."""

from __future__ import annotations

import base64
import json
import time
import zlib
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gyotaku.data.tables import rows
from gyotaku.mail.links.forms import FORMS
from gyotaku.mail.links.hosting import HostedBy, hosting, shows_page
from gyotaku.mail.links.services import MOST_STEPS, carried, real, sent, steps, through
from gyotaku.mail.links.target import read_target

T = "https://a.example/x?b=c&d=1"
Q = quote(T, safe="")


def packed(text: str | bytes) -> str:
    octets = text.encode() if isinstance(text, str) else text
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


REVERSIBLE = {
    "Microsoft Safe Links": f"https://nam01.safelinks.protection.outlook.com/?url={Q}&data=05%7C01&reserved=0",
    "Microsoft Safe Links, another cloud": f"https://usg01.safelinks.protection.office365.us/?url={Q}&data=05",
    "Microsoft Safe Links, escaped twice": f"https://eur02.safelinks.protection.outlook.com/?a=1&amp;url={Q}&amp;data=1",
    "Microsoft Safe Links, Teams": f"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp.html?url={Q}&l=1",
    "Proofpoint 1": f"https://urldefense.proofpoint.com/v1/url?u={Q}&k=1%2B2&r=3",
    "Proofpoint 2": "https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_x-3Fb-3Dc-26d-3D1&d=DwM&c=e",
    "Proofpoint 3": "https://urldefense.com/v3/__https://a.example/x?b=c&d=1__;!!aB3!dE-f_$",
    "Proofpoint 3, one slash": "https://urldefense.us/v3/__https:/a.example/x?b=c&d=1__;!!aB3!dE$",
    "Proofpoint 3, a character": f"https://urldefense.com/v3/__https://a.example/x*b=c&d=1__;{packed('?')}!!aB3!dE$",
    "Proofpoint 3, a run": f"https://urldefense.com/v3/__https://a.example**A*b=c*d=1__;{packed('/x?&')}!!aB3!dE$",
    "Barracuda": f"https://linkprotect.cudasvc.com/url?a={Q.lower()}&c=E,1,aB&typo=1",
    "Cisco": f"https://secure-web.cisco.com/1aB3-dE_f/{Q}",
    "Sophos": f"https://eu-central-1.protection.sophos.com/?d=a.example&u={base64.b64encode(T.encode()).decode()}&i=1",
    "Trend Micro": f"https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url={Q}&umid=1&auth=2",
    "FortiMail": f"https://eu.fortimailcloud.com/fmlurlsvc/?fewReq=:B:aB3&url={Q}",
    "Symantec": f"https://clicktime.symantec.com/a/1/aB3=?d=1&u={Q}",
    "Trustwave": f"https://scanmail.trustwave.com/?c=8248&d=aB3&s=5&u={Q}",
    "Hornetsecurity": f"https://atpscan.global.hornetsecurity.com/?d=aB3&f=1&u={Q}&k=2",
    "Zscaler": f"https://gateway.zscalertwo.net/auT?origurl={Q}&wexps=1",
    "Check Point": f"https://protect.checkpoint.com/v2/___{T}___.YXAzOm",
    "Check Point, older": f"https://checkpoint.url-protection.com/v1/url?o={Q}&g=1",
    "Libraesva": f"https://urlsand.esvalabs.com/?u={Q}&e=1&h=2&f=y&p=y",
    "EdgePilot": f"https://link.edgepilot.com/s/aB3/dE?u={Q}",
    "Trellix": f"https://protect2.fireeye.com/v1/url?k=1-2&q=1&e=3&u={Q}",
    "Bitdefender": f"https://lsems.gravityzone.bitdefender.com/scan/{packed(T)}/AB12?c=1",
    "Menlo": f"https://safe.menlosecurity.com/{T}",
    "Amazon SES": f"https://aB3.r.us-east-1.awstrack.me/L0/{quote(T, safe=':')}/1/0100-000000/dE=5",
    "Mailjet": f"https://x1.mjt.lu/lnk/AAA/3/aB3/{packed(T)}",
    "Mandrill": "https://mandrillapp.com/track/click/1/a.example?p="
    + packed(json.dumps({"s": "x", "v": 1, "p": json.dumps({"u": 1, "url": T}).replace("/", "\\/")})),
    "Customer.io": "https://e.customeriomail.com/e/c/" + packed(json.dumps({"email_id": "x", "href": T})) + "/aB3",
    "ActiveCampaign": "https://x.lt.acemlnc.com/Prod/link-tracker?redirectUrl=" + packed(Q) + "&sig=1",
    "Postmark": f"https://click.pstmrk.it/3s/{quote(T.partition('//')[2], safe='')}/aB3/dE/f",
    "Substack": "https://substack.com/redirect/2/" + packed(json.dumps({"e": T})) + ".aB3?",
    "Google": f"https://www.google.com.br/url?sa=t&url={Q}&usg=1",
    "Google, plain": "https://www.google.com/url?q=https://a.example/x?b=c%26d=1&sa=D",
    "Google AMP": "https://google.vg/amp/s/a.example/x?b=c&d=1",
    "Google AMP, cache": "https://a-example.cdn.ampproject.org/c/s/a.example/x?b=c&d=1",
    "Google Ads": f"https://www.googleadservices.com/pagead/aclk?sa=L&adurl={Q}",
    "DoubleClick": f"https://ad.doubleclick.net/ddm/clk/1;2;u?{T}",
    "Translate": "https://a-example.translate.goog/x?b=c&d=1&_x_tr_sl=ja&_x_tr_tl=en",
    "Translate, parameter": f"https://translate.google.com/translate?sl=auto&tl=en&u={Q}",
    "Bing": f"https://www.bing.com/ck/a?!&&p=1aB3&ptn=3&u=a1{packed(T)}&ntb=1",
    "Yahoo!": f"https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU={Q}/RK=2/RS=aB3-",
    "Yahoo! JAPAN": f"https://rd.yahoo.co.jp/rss/l/*{Q}",
    "Yahoo! JAPAN, plain": f"https://rd.yahoo.co.jp/rss/l/*{T}",
    "Yahoo! JAPAN, search": f"https://ord.yahoo.co.jp/o/search/RV=1/RE=2/RU={packed(T)}-/RK=0/RS=1",
    "YouTube": f"https://www.youtube.com/redirect?event=1&q={Q}",
    "Facebook": f"https://lm.facebook.com/l.php?u={Q}&h=1",
    "Instagram": f"https://l.instagram.com/?u={Q}&e=1",
    "LinkedIn": f"https://www.linkedin.com/redir/redirect?url={Q}&urlhash=1",
    "LinkedIn, warning": f"https://www.linkedin.com/safety/go?url={Q}",
    "Slack": f"https://slack-redir.net/link?url={Q}",
    "Steam": f"https://steamcommunity.com/linkfilter/?u={Q}",
    "VK": f"https://vk.com/away.php?to={Q}&post=1",
    "Reddit, escaped twice": f"https://out.reddit.com/t3_1?url={quote(Q)}",
    "Medium": f"https://medium.com/r/?url={Q}",
    "X": f"https://twitter.com/i/redirect?url={Q}&t=1",
    "Telegram": f"https://t.me/iv?url={Q}&rhash=1",
    "Naver": f"https://link.naver.com/bridge?url={Q}",
    "href.li": f"https://href.li/?{T}",
    "5channel": f"https://jump.5ch.net/?{T}",
    "A8.net": f"https://px.a8.net/svt/ejp?a8mat=1&a8ejpredirect={Q}",
}


@pytest.mark.parametrize("name", REVERSIBLE)
def test_the_target_that_a_service_writes_is_read_whole(name: str) -> None:
    target = read_target(REVERSIBLE[name])
    assert read_target(real(target).url).url.replace("https:/a", "https://a") == T
    assert [found.target for found in through(target)] == [target]
    assert carried(target) is None


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        # What does not tell the scheme or the whole address tells the host.
        ("https://us-west-2.protection.sophos.com/?d=a.example&i=1", "http://a.example"),
        ("https://translate.google.com/translate?sl=auto&u=a.example/x", "http://a.example/x"),
        ("https://my--card-a-example.translate.goog/x?_x_tr_sl=ja", "https://my-card.a.example/x"),
        ("https://a-example.translate.goog/x?_x_tr_hp=www.&_x_tr_sch=http", "http://www.a.example/x"),
        ("https://0-xn----r8jz45g-example-0.translate.goog/", "https://xn--r8jz45g.example/"),
        ("https://www.google.com/amp/a.example/x", "http://a.example/x"),
        (
            f"https://urldefense.com/v3/__https://a.example/**B__;{packed('日本語')}!!aB3!dE$",
            "https://a.example/日本語",
        ),
    ],
)
def test_what_else_services_tell(url: str, leads: str) -> None:
    assert real(read_target(url)).written == leads


@pytest.mark.parametrize(
    ("url", "name", "said"),
    [
        ("https://protect-us.mimecast.com/s/aB3dE?domain=a.example", "Mimecast", "a.example"),
        ("https://url.uk.m.mimecastprotect.com/s/aB3dE?domain=a.example", "Mimecast", "a.example"),
        ("https://u1234.ct.sendgrid.net/ls/click?upn=u001.aB3", "SendGrid", ""),
        ("https://x.us2.list-manage.com/track/click?u=1&id=2&e=3", "Mailchimp", ""),
        ("https://www.baidu.com/link?url=aB3dE", "Baidu", ""),
        ("https://www.linkedin.com/slink?code=aB3", "LinkedIn", ""),
        ("https://liff.line.me/1234-aB3", "LINE", ""),
    ],
)
def test_what_hides_its_target_is_named(url: str, name: str, said: str) -> None:
    target = read_target(url)
    assert real(target) is target
    assert [(found.service.name, found.service.hides, found.said) for found in through(target)] == [(name, True, said)]


@pytest.mark.parametrize(
    "url",
    [
        # A host is that of the service or below it, never one that begins or ends alike.
        f"https://safelinks.protection.outlook.com.evil.example/?url={Q}",
        f"https://evil-google.com/url?q={Q}",
        f"https://google.com.evil.example/url?q={Q}",
        f"https://google.example/url?q={Q}",
        # Pages of the same sites that lead nowhere else.
        f"https://www.google.com/search?q={Q}",
        f"https://accounts.google.com/AccountChooser?continue={Q}",
        "https://www.youtube.com/attribution_link?a=1&u=%2Fwatch%3Fv%3D1",
        f"https://www.facebook.com/l.phpx?u={Q}",
        f"https://www.youtube.com/redirected?q={Q}",
        # Damaged.
        "https://urldefense.com/v3/__https://a.example/x",
        "https://nam01.safelinks.protection.outlook.com/?url=%68%74",
        "https://www.bing.com/ck/a?u=a1AAAA",
        "https://translate.goog/",
        "https://x.y.translate.goog/",
    ],
)
def test_what_is_no_redirect_leads_to_itself(url: str) -> None:
    target = read_target(url)
    assert real(target) is target


def test_services_within_services_are_undone_in_their_order() -> None:
    google = "https://www.google.com/url?q=" + Q
    tracker = "https://x1.mjt.lu/lnk/AAA/3/aB3/" + packed(google)
    target = read_target("https://nam01.safelinks.protection.outlook.com/?url=" + quote(tracker, safe=""))
    assert [one.url for one in steps(target)[1:]] == [tracker, google, T]
    assert [found.service.name for found in through(target)] == ["Microsoft Safe Links", "Mailjet", "Google"]
    assert sent(target).url == tracker
    assert sent(read_target(tracker)).url == tracker
    assert sent(read_target(T)).url == T


def test_a_user_name_that_looks_like_a_service_leads_nowhere_else() -> None:
    target = read_target("https://www.google.com%2Furl%3Fq%3D@a.example/url?q=https://b.example/")
    assert real(target).host == "a.example"


def test_a_gateway_before_what_hides_the_target_is_told_too() -> None:
    hidden = "https://u1.ct.sendgrid.net/ls/click?upn=aB3"
    target = read_target("https://nam01.safelinks.protection.outlook.com/?url=" + quote(hidden, safe=""))
    assert real(target).url == hidden
    assert [found.service.hides for found in through(target)] == [False, True]
    assert sent(target).url == hidden


def test_steps_end() -> None:
    around = "https://www.google.com/url?q=https://www.google.com/url"
    assert len(steps(read_target(around))) <= MOST_STEPS + 1
    itself = "https://href.li/?https://href.li/?"
    assert len(steps(read_target(itself * 5))) <= MOST_STEPS + 1
    deep = T
    for _ in range(MOST_STEPS + 5):
        deep = "https://www.google.com/url?q=" + deep
    assert len(steps(read_target(deep))) == MOST_STEPS + 1


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        (f"https://b.example/?next={Q}", T),
        (f"https://b.example/?x=1&amp;u={quote(Q, safe='')}", T),
        (f"https://b.example/c/9/{packed(T)}/x", T),
        (f"https://b.example/?r={packed(T)}", T),
        (f"https://b.example/c/{packed(zlib.compress(f'h=1&l={T}'.encode()))}", T),
        (f"https://b.example/r/{T}", T),
        (f"https://b.example/CL0/{quote(T, safe=':')}/1/0100/dE=5", T),
        (f"https://b.example/#{Q}", T),
        ("https://b.example/?next=//a.example/x", "https://a.example/x"),
        ("https://b.example/?next=%2F%2Fa.example%2Fx", "https://a.example/x"),
        (f"https://b.example/?{T}", T),
        # The same organization, no host, no address.
        ("https://b.example/?next=https://www.b.example/", None),
        ("https://b.example/?next=/orders", None),
        ("https://b.example/?path=a//b", None),
        ("https://b.example/?x=http", None),
        ("https://b.example/x", None),
        ("https://b.example/c/eJwAAAA", None),
    ],
)
def test_an_address_within_another_is_a_possible_target_alone(url: str, leads: str | None) -> None:
    target = read_target(url)
    inner = carried(target)
    assert (inner.url if inner else None) == leads
    assert real(target) is target  # it never stands for the host that the link leads to


def test_every_form_of_the_table_is_known() -> None:
    assert {row["form"] for row in rows("redirectors")} == set(FORMS)


@pytest.mark.parametrize("form", sorted(FORMS))
@given(tail=st.text(alphabet="ahtps:/%23Ff*_-.;!?&=u +\\eJRU\0é", max_size=60))
def test_no_address_raises(form: str, tail: str) -> None:
    row = next(row for row in rows("redirectors") if row["form"] == form)
    host = row["hosts"].split()[0].replace("*", "com")
    path = "/" if row["paths"] == "-" else row["paths"].split()[0]
    name = row["parameters"].split()[0]
    for url in (f"https://{host}{path}{tail}", f"https://{host}{path}?{name}={tail}", f"https://x.{host}/{tail}"):
        target = read_target(url)
        assert steps(target)[0] is target
        through(target)
        carried(target)
        sent(target)


@pytest.mark.parametrize(
    "url",
    [
        "https://urldefense.com/v3/" + "__" * 9_000,
        "https://urldefense.com/v3/__" + "*" * 9_000 + "__;" + "A" * 9_000,
        "https://protect.checkpoint.com/v2/" + "_" * 19_000,
        "https://mjt.lu/lnk/" + "aHR0c/" * 3_000,
        "https://href.li/?" + "https:%2F%2F" * 1_600,
        "https://b.example/?" + "http:&" * 3_000,
        "https://b.example/" + "https%25253A%25252F" * 1_000,
        "https://" + "a." * 900_000 + "example/",
        "https://b.example/c/" + packed(zlib.compress(b"h" * 10_000_000)),
        "https://rd.yahoo.co.jp/" + "RU=/" * 4_000,
    ],
)
def test_hostile_addresses_take_little_time(url: str) -> None:
    started = time.process_time()
    target = read_target(url)
    real(target)
    carried(target)
    hosting(target)
    assert time.process_time() - started < 0.5


CID = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKPbdG"
CID1 = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"


@pytest.mark.parametrize(
    ("url", "by"),
    [
        ("https://bit.ly/x", HostedBy.SHORTENER),
        ("https://x.weebly.com/", HostedBy.BUILDER),
        ("https://www.weebly.com/", None),
        ("https://weebly.com/", None),
        ("https://docs.google.com/forms/d/1", HostedBy.BUILDER),
        ("https://mail.google.com/", HostedBy.SHARED),
        ("https://x.duckdns.org/", HostedBy.DYNAMIC),
        ("https://duckdns.org/", None),
        ("https://x.s3.amazonaws.com/a.html", HostedBy.STORAGE),
        ("https://s3-ap-northeast-1.amazonaws.com/x/a.html", HostedBy.STORAGE),
        ("https://x.s3-website.eu-central-1.amazonaws.com/", HostedBy.STORAGE),
        ("https://x.s3.dualstack.us-east-1.amazonaws.com/a", HostedBy.STORAGE),
        ("https://ec2-192-0-2-1.compute-1.amazonaws.com/", HostedBy.SHARED),
        ("https://x.oss-cn-hangzhou.aliyuncs.com/a.html", HostedBy.STORAGE),
        ("https://x-1.cos.ap-tokyo.myqcloud.com/a.html", HostedBy.STORAGE),
        ("https://x.blob.core.windows.net/$web/a.html", HostedBy.STORAGE),
        ("https://x.web.core.windows.net/", HostedBy.BUILDER),
        ("https://pub-1.r2.dev/a.html", HostedBy.STORAGE),
        (f"https://ipfs.io/ipfs/{CID}", HostedBy.IPFS),
        (f"https://b.example/ipfs/{CID}/x.html", HostedBy.IPFS),
        (f"https://{CID1}.ipfs.b.example/", HostedBy.IPFS),
        ("https://b.example/ipfs/about", None),
        ("https://bit.ly.b.example/", None),
        ("https://b.example/", None),
        ("https://192.0.2.1/", None),
    ],
)
def test_services_under_whose_names_anybody_can_put_a_page(url: str, by: HostedBy | None) -> None:
    found = hosting(read_target(url))
    assert (found.by if found else None) == by


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://b.example", True),
        ("https://b.example/x/", True),
        ("https://b.example/x/a.html?y=z.png", True),
        ("https://b.example/x/a.PNG", False),
        ("https://b.example/x/report.pdf#a.html", False),
        ("https://b.example/x/a", False),
    ],
)
def test_what_is_a_page(url: str, page: bool) -> None:
    assert shows_page(read_target(url)) is page
