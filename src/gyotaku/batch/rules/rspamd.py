"""A rule for rspamd: Lua for rspamd.local.lua, which compares values without patterns."""

from __future__ import annotations

from collections.abc import Sequence

from gyotaku.batch.rules.condition import Condition, Rule, What

_SCORE = "6.0"
_FUNCTIONS = {
    What.LINK: "link",
    What.FROM_ADDRESS: "from_address",
    What.FROM_DOMAIN: "from_domain",
    What.REPLY_ADDRESS: "reply_address",
    What.REPLY_DOMAIN: "reply_domain",
    What.MESSAGE_ID: "message_id",
    What.SUBJECT: "subject",
    What.FROM_NAME: "from_name",
}
_LUA = """
local rspamd_util = require "rspamd_util"

local function small(text)
  return (string.gsub(text or "", "[A-Z]", string.lower))
end

local function below(host, name)
  host = small(host)
  return host == name or string.sub(host, -#name - 1) == "." .. name
end

local function holds(text, phrase)
  return string.find(small(text), phrase, 1, true) ~= nil
end

local function any(addresses, met)
  for _, one in ipairs(addresses or {}) do
    if met(one) then return true end
  end
  return false
end

local function replies(task)
  local field = task:get_header("Reply-To")
  return field and rspamd_util.parse_mail_address(field, task:get_mempool())
end

local test = {}

function test.link(task, name)
  return any(task:get_urls({"http", "https"}), function(url) return below(url:get_host(), name) end)
end
function test.from_address(task, address)
  return any(task:get_from("mime"), function(one) return small(one.addr) == address end)
end
function test.from_domain(task, name)
  return any(task:get_from("mime"), function(one) return below(one.domain, name) end)
end
function test.reply_address(task, address)
  return any(replies(task), function(one) return small(one.addr) == address end)
end
function test.reply_domain(task, name)
  return any(replies(task), function(one) return below(one.domain, name) end)
end
function test.message_id(task, name)
  local host = string.match(task:get_header("Message-ID") or "", "@([^@>%s]*)>?%s*$")
  return host ~= nil and below(host, name)
end
function test.subject(task, phrase)
  return holds(task:get_header("Subject"), phrase)
end
function test.from_name(task, phrase)
  local first = (task:get_from("mime") or {})[1]
  return first ~= nil and holds(first.name, phrase)
end
"""


def render(rule: Rule, name: str, comments: Sequence[str]) -> str:
    """A file of its own, which registers one symbol."""
    clauses = [" and ".join(_test(test) for test in clause.tests) for clause in rule.clauses]
    condition = "\n      or ".join(f"({clause})" for clause in clauses)
    return "".join(
        [
            *(f"-- {line}\n" for line in comments),
            _LUA,
            "\nrspamd_config:register_symbol({\n",
            f'  name = "{name}",\n  group = "gyotaku",\n  score = {_SCORE},\n',
            '  description = "Proposed by gyotaku from scanned mails",\n',
            f"  callback = function(task)\n    return {condition}\n  end,\n}})\n",
        ]
    )


def _test(test: Condition) -> str:
    return f"test.{_FUNCTIONS[test.what]}(task, {_string(test.value)})"


def _string(value: str) -> str:
    r"""Letters and figures of ASCII, dots, dashes and `@` as they are, all other octets of UTF-8 as `\DDD`."""
    return '"' + "".join(_octet(octet) for octet in value.encode("utf-8")) + '"'


def _octet(octet: int) -> str:
    letter = chr(octet)
    return letter if letter.isascii() and (letter.isalnum() or letter in ".-@") else f"\\{octet:03d}"
