"""Keeps secrets out of what tasks print: finds them by their names, and replaces every form of them by `***`.

Pure Python, without Airflow. The same as `src/model/secrets` of the windsock release that wrote this file.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

MASK = b"***"

# Shorter ones would mask ordinary text; Airflow's own limit, in UTF-8 bytes here.
SHORTEST_SECRET = 5

# Airflow's own list, which it looks for anywhere in a name.
NAMES_ANYWHERE = (
    "access_?token|api_?key|authorization|passphrase|passwd|password|private_?key|secret|token|keyfile_?dict"
    "|service_?account"
)

# What providers and tools call their secrets, as whole words of a name.
NAME_WORDS = (
    "(?:^|_)(?:(?:account|auth|encryption|master|session|shared|shared_access|signing|storage)_?key"
    "|access_?key(?!_?id)|bearer|conn(?:ection)?_?(?:str|string|uri|url)|cookies?|creds?|credentials?|dsn|jwt"
    "|keyfile_json|passcode|pwd|sas)(?:_|$)"
    "|(?:^|_)(?:pass|pat|pw|sig|signature)(?:_?[0-9]+)?$"
)

# Values that secret names have, too, and that are no secrets.
PLAIN_VALUES = ("true", "false", "none", "null", "undefined")

SPACE = " \t\r\n"
ARMOUR = "-----(?:BEGIN|END) [^-\r\n]*-----"
LINE_BREAK = ARMOUR + r"|\r\n|\r|\n|\\r\\n|\\n"

# Lengths at which tools break lines of base64.
BASE64_LINES = (64, 76)

# What is left as it is beside letters and digits, by who encodes for URLs.
UNRESERVED = (
    "-_.~",
    "-_.~/",
    "-_.!~*'()",
    "-_.!~*'();/?:@&=+$,#",
    "*-._",
    "!$%&'()*+,-._~",
    "!$%&()*+,-./:;=?@[\\]^_`{|}~",
)


class Masker:
    """Knows a number of secrets, and finds them however they are encoded."""

    def __init__(self, secrets: Iterable[str], pairs: Iterable[tuple[str, str]] = ()):
        """Make one that looks for the secrets.

        :param pairs: logins and passwords, as Basic authentication has them
        """
        texts = {form for secret in secrets for form in secret_forms(secret)}
        texts.update(form for pair in pairs for form in basic_auth_forms(*pair))
        self._by_start: dict[bytes, list[bytes]] = {}
        for pattern in sorted((text.encode() for text in texts), key=len, reverse=True):
            self._by_start.setdefault(pattern[:SHORTEST_SECRET], []).append(pattern)
        self._start = re.compile(_like(self._by_start) or b"(?!)")
        # What an end may leave of them.
        self._cut_off = {
            start[:length]
            for start in self._by_start
            for length in range(1, SHORTEST_SECRET)
        }
        self._held = b""

    def text(self, text: str) -> str:
        """Return the text without the secrets."""
        masked, _ = self._mask(text.encode(errors="backslashreplace"), is_end=True)
        return masked.decode()

    def push(self, piece: bytes) -> bytes:
        """Return what can be shown after the next piece of a stream."""
        masked, self._held = self._mask(self._held + piece, is_end=False)
        return masked

    def end(self) -> bytes:
        """Return what can be shown at the end of the stream."""
        masked, self._held = self._mask(self._held, is_end=True)
        return masked

    def _mask(self, data: bytes, is_end: bool) -> tuple[bytes, bytes]:
        """Return what can be shown, and an end in which a secret may have begun."""
        parts = []
        shown = at = 0
        while (at := self._next_start(data, at)) < len(data):
            end = at + self._longest_at(data, at)
            is_cut_off = end > len(data)
            if is_cut_off and not is_end:
                break
            if len(data) - at >= SHORTEST_SECRET if is_cut_off else end > at:
                parts += [data[shown:at], MASK]
                at = shown = min(end, len(data))
            else:
                at += 1
        return b"".join([*parts, data[shown:at]]), data[at:]

    def _next_start(self, data: bytes, at: int) -> int:
        """Return the next place where a secret may begin; the number of bytes when there is none."""
        if found := self._start.search(data, at):
            return found.start()
        for start in range(max(at, len(data) - SHORTEST_SECRET + 1), len(data)):
            if data[start:] in self._cut_off:
                return start
        return len(data)

    def _longest_at(self, data: bytes, at: int) -> int:
        """Return the length of the longest secret here; it reaches over the end where that cuts it off."""
        start = data[at : at + SHORTEST_SECRET]
        if len(start) < SHORTEST_SECRET:
            return SHORTEST_SECRET
        for pattern in self._by_start.get(start, []):
            if pattern.startswith(data[at : at + len(pattern)]):
                return len(pattern)
        return 0


def _like(starts: Iterable[bytes]) -> bytes:
    """Write a regular expression that finds the texts, and some more: ten times as fast as the texts alone."""
    by_first: dict[int, list[bytes]] = {}
    for start in starts:
        by_first.setdefault(start[0], []).append(start)
    return b"|".join(
        b"".join(_byte_of(column) for column in zip(*some))
        for some in by_first.values()
    )


def _byte_of(values: Iterable[int]) -> bytes:
    return b"[%s]" % b"".join(b"\\x%02x" % value for value in sorted(set(values)))


def is_secret_name(name: str) -> bool:
    """Tell whether what has this name is a secret: `dbPassword` and `X-Api-Key` are."""
    words = re.sub("[^A-Za-z0-9]+", "_", re.sub("([a-z0-9])([A-Z])", r"\1_\2", name))
    return re.search(NAMES_ANYWHERE + "|" + NAME_WORDS, words.lower()) is not None


def find_secrets(value: object, is_secret: bool = False) -> Iterator[str]:
    """List all text and numbers below a secret name, and what is secret inside of any text."""
    if isinstance(value, str):
        yield from _secrets_in_text(value, is_secret)
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from find_secrets(entry, is_secret or is_secret_name(str(name)))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from find_secrets(item, is_secret)
    elif is_secret and isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)


def _secrets_in_text(text: str, is_secret: bool) -> Iterator[str]:
    if is_secret and text.lower() not in PLAIN_VALUES:
        yield text
        # Of `Bearer abc`, the token alone is as good.
        if token := re.fullmatch("(?i:apikey|basic|bearer|token) +([^ \t\r\n]+)", text):
            yield token[1]
    if text.lstrip(SPACE)[:1] in ("{", "[", '"'):
        try:
            inner = json.loads(text)
        except (ValueError, RecursionError):
            pass
        else:
            yield from find_secrets(inner, is_secret)
            return
    for secret in [*_passwords_of_uris(text), *_named_values(text)]:
        yield secret
        yield _decoded(secret)


def _passwords_of_uris(text: str) -> list[str]:
    return re.findall("://[^ \t\r\n/?#:@]*:([^ \t\r\n/?#]+)@", text)


def _named_values(text: str) -> Iterator[str]:
    pairs = re.findall(
        r"""([A-Za-z][A-Za-z0-9_.-]*)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|([^ \t\r\n;&,"']+))""",
        text,
    )
    for name, *values in pairs:
        if is_secret_name(name):
            yield from filter(None, values)


def _decoded(text: str) -> str:
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        return text


def secret_forms(secret: str) -> set[str]:
    """List every form of the secret and of each of its lines; none of a short one."""
    whole = secret.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    whole = whole.strip(SPACE)
    lines = [line.strip(SPACE) for line in re.split(LINE_BREAK, whole)]
    # PEM armour is no secret.
    body = re.sub(ARMOUR, "", whole).strip(SPACE) if len(lines) > 1 else whole
    forms = {
        form
        for text in {body, *lines}
        if _is_long(text)
        for form in _forms_of_text(text)
    }
    if _is_long(whole):
        forms.update(_broken_base64(whole))
    return {form for form in forms if _is_long(form)}


def basic_auth_forms(login: str, password: str) -> list[str]:
    """Write a login and its password as Basic authentication has them."""
    pair = base64.b64encode(f"{login}:{password}".encode(errors="replace")).decode()
    return [form for form in (pair, pair.rstrip("=")) if _is_long(form)]


def json_forms(text: str) -> list[str]:
    """Write text as it stands inside of a JSON string, by who writes it: the last one is Jinja's `tojson`."""
    plain = json.dumps(text, ensure_ascii=False)[1:-1]
    in_ascii = json.dumps(text)[1:-1]
    in_templates = re.sub("[<>&']", _unicode_escape, in_ascii)
    return [plain, in_ascii, in_templates]


def _is_long(text: str) -> bool:
    return len(text.encode()) >= SHORTEST_SECRET


def _forms_of_text(text: str) -> Iterator[str]:
    yield text
    if re.fullmatch("[A-Za-z0-9_.-]*", text):  # What nobody escapes
        yield from _forms_of_bytes(text.encode())
        return
    in_json = json_forms(text)
    yield from in_json
    yield from (json.dumps(form, ensure_ascii=False)[1:-1] for form in in_json)
    yield from _backslashes(text)
    for form in _backslashes(text.encode().decode("latin-1")):
        yield re.sub("[^ -~]", _hex_escape, form)
    yield from _html(text)
    yield text.replace("'", "''")
    yield text.replace('"', '""')
    yield from _shell(text)
    yield from _percent_forms(text)
    for form in {text, *in_json}:
        yield from _forms_of_bytes(form.encode())


def _unicode_escape(match: re.Match) -> str:
    return f"\\u{ord(match[0]):04x}"


def _hex_escape(match: re.Match) -> str:
    return f"\\x{ord(match[0]):02x}"


def _backslashes(text: str) -> list[str]:
    bare = text.replace("\\", "\\\\").replace("\n", "\\n")
    bare = bare.replace("\r", "\\r").replace("\t", "\\t")
    bare = re.sub("[\x00-\x1f\x7f-\x9f]", _hex_escape, bare)
    return [bare, bare.replace("'", "\\'"), bare.replace('"', '\\"')]


def _html(text: str) -> Iterator[str]:
    bare = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for double, single in (
        ('"', "'"),
        ("&quot;", "'"),
        ("&quot;", "&#39;"),
        ("&quot;", "&#x27;"),
        ("&quot;", "&apos;"),
        ("&#34;", "&#39;"),
    ):
        yield bare.replace('"', double).replace("'", single)


def _shell(text: str) -> Iterator[str]:
    yield text.replace("'", "'\\''")
    yield text.replace("'", "'\"'\"'")
    yield re.sub(r'([$`"\\])', r"\\\1", text)
    yield re.sub("([^A-Za-z0-9_@%+=:./~#\n\u0080-\U0010ffff-])", r"\\\1", text)


def _percent_forms(text: str) -> Iterator[str]:
    data = text.encode().decode("latin-1")
    for safe in UNRESERVED:
        for digits in ("02X", "02x"):

            def encode(match: re.Match, safe=safe, digits=digits) -> str:
                return match[0] if match[0] in safe else f"%{ord(match[0]):{digits}}"

            form = re.sub("[^A-Za-z0-9]", encode, data)
            yield form
            yield form.replace("%20", "+")


def _forms_of_bytes(data: bytes) -> Iterator[str]:
    yield from _base64_forms(data)
    yield data.hex()
    yield data.hex().upper()
    # As Node prints a Buffer, and as JSON has it.
    yield data.hex(" ")
    yield ",".join(map(str, data))


def _base64_forms(data: bytes) -> Iterator[str]:
    standard = [base64.b64encode(data).decode()]
    # In a longer text, the secret may begin at any of three places in a group of four digits.
    for before in range(3):
        digits = base64.b64encode(bytes(before) + data).decode()
        # Without the digits that other bytes have a part in.
        standard.append(digits[-(-before * 8 // 6) : (before + len(data)) * 8 // 6])
    for digits in standard:
        yield digits
        yield digits.replace("+", "-").replace("/", "_")
        yield digits.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
        yield digits.replace("+", "%2b").replace("/", "%2f").replace("=", "%3d")


def _broken_base64(text: str) -> Iterator[str]:
    digits = base64.b64encode(text.encode()).decode()
    for length in BASE64_LINES:
        if len(digits) > length:
            yield from re.findall(f".{{1,{length}}}", digits)
