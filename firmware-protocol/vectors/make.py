#!/usr/bin/env python3
"""Writes the golden vectors of the wire contract: python3 make.py > frostproof-1.json

A second implementation of the writing side, from PROTOCOL.md and without any code of the Java or C codec, so that the
vectors are not the opinion of the codec that they test. Frames are put together from their parts as the page lists them; what
they decode to is written down beside them, not computed from the bytes.
"""
import hashlib
import hmac
import json
import struct
import sys

T0 = 1795226400000  # 2026-11-21T02:00:00Z
KEY = bytes(range(0x20, 0x40))
OTHER_KEY = bytes(range(0x40, 0x60))
UNITS = {"Cel": 1, "[degF]": 2, "K": 3, "%": 4, "V": 5, "mV": 6, "1": 7}
QUALITIES = {"clock": 1, "fault": 2, "edge": 4}
SIGNED, NEXT, UPTIME = 1, 2, 4
RAW, REGULAR, QUALITY, UNIT = 1, 2, 4, 8

vectors = []


# --- the frame, part by part -------------------------------------------------------------------------------------------------

def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


assert crc32c(b"123456789") == 0xE3069283


def varint(n):
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def zigzag(n):
    return varint(2 * n if n >= 0 else -2 * n - 1)


def frame(kind, flags, body, key=None, version=1, magic=0xFB):
    data = bytes([magic, version << 4 | kind, flags]) + body
    if key is not None:
        data += hmac.new(key, data, hashlib.sha256).digest()[:16]
    return data + struct.pack("<I", crc32c(data))


def series(ch, first, readings, scale=None, interval=None, unit=None, quality=False, more_shape=0, count=None):
    """readings: (ms since the base, integer or double, quality words or bits)"""
    raw = scale is None
    shape = (RAW if raw else 0) | (REGULAR if interval else 0) | (QUALITY if quality else 0) | (UNIT if unit else 0)
    out = bytes([len(ch)]) + ch.encode() + bytes([shape | more_shape])
    if unit:
        out += bytes([UNITS.get(unit, unit)])
    if not raw:
        out += struct.pack("b", scale)
    out += varint(len(readings) if count is None else count) + varint(first)
    if interval:
        out += varint(interval)
    time, step, value = first, 0, 0
    for i, (at, v, *q) in enumerate(readings):
        if i > 0 and not interval:
            out += zigzag((at - time) - step)
            step = at - time
        if i > 0 and interval:
            assert at - time == interval, (ch, at)
        time = at
        if quality:
            out += bytes([sum(QUALITIES.get(w, w) for w in q[0])])
        if raw:
            out += struct.pack("<d", v)
        else:
            out += zigzag(v - value)
            value = v
    return out


def telemetry(boot, seq, all_series, base=T0, next_s=None, up=None, key=None, count=None):
    flags = (SIGNED if key else 0) | (NEXT if next_s is not None else 0) | (UPTIME if up is not None else 0)
    body = varint(boot) + varint(seq)
    if next_s is not None:
        body += varint(next_s)
    if up is not None:
        body += varint(up)
    body += varint(base) + varint(len(all_series) if count is None else count) + b"".join(all_series)
    return frame(1, flags, body, key)


def number(no, value):
    return varint(no << 1) + varint(value)


def text(no, value):
    data = value if isinstance(value, bytes) else value.encode()
    return varint(no << 1 | 1) + varint(len(data)) + data


def channel(ch, unit=None):
    return text(23, bytes([UNITS.get(unit, unit) if unit else 0]) + ch.encode())


# --- what comes out --------------------------------------------------------------------------------------------------------

def reading(ch, ms, value, unit=None, quality=(), us=0):
    return {"ch": ch, "time_us": None if ms is None else ms * 1000 + us, "value": float(value), "unit": unit,
            "quality": list(quality)}


def decoded(boot, seq, readings, next_s=None, up=None, refused=()):
    return {"boot": boot, "seq": seq, "next_s": next_s, "up_ms": up, "readings": readings,
            "refused": [{"reason": r, "field": f} for r, f in refused]}


def twin(out):
    """The same message as a JSON object."""
    message = {"boot": out["boot"], "seq": out["seq"]}
    if out["next_s"] is not None:
        message["next_s"] = out["next_s"]
    if out["up_ms"] is not None:
        message["up"] = out["up_ms"]
    message["readings"] = []
    for r in out["readings"]:
        one = {"ch": r["ch"], "t" if out["up_ms"] is None else "up": r["time_us"] // 1000, "v": r["value"]}
        if r["unit"]:
            one["u"] = r["unit"]
        if r["quality"]:
            one["q"] = r["quality"]
        message["readings"].append(one)
    return message


def add(name, form, kind, note, data=None, key=None, **result):
    assert all(v["name"] != name for v in vectors), name
    entry = {"name": name, "form": form, "type": kind, "note": note}
    if key:
        entry["key_hex"] = key.hex()
    if isinstance(data, str):
        entry["text"] = data
    else:
        entry["hex"] = data.hex()
    vectors.append(entry | result)


def good(name, note, data, out, key=None, with_twin=True):
    extra = {"input": twin(out)} if with_twin else {}
    add(name, "binary", "telemetry", note, data, key, **extra, decoded=out)


def control(name, kind, note, code, body, out, key=None, message=None):
    """message: the JSON twin, when it is not what comes out"""
    add(name, "binary", kind, note, frame(code, SIGNED if key else 0, body, key), key, input=message or out, decoded=out)


def good_json(name, kind, note, payload, out):
    add(name, "json", kind, note, payload, decoded=out)


def bad(name, note, data, reason, field, key=None, kind="telemetry"):
    add(name, "binary", kind, note, data, key, malformed={"reason": reason, "field": field})


def bad_json(name, note, payload, reason, field, key=None, kind="telemetry"):
    add(name, "json", kind, note, payload, key, malformed={"reason": reason, "field": field})


# --- telemetry frames --------------------------------------------------------------------------------------------------------

one = series("t1", 0, [(0, 412)], scale=-2)
ONE = telemetry(7, 1042, [one])
good("one-reading", "the smallest useful message: one temperature, 4.12", ONE, decoded(7, 1042, [reading("t1", T0, 4.12)]))

curve = [412, 409, 406, 404, 401, 399, 398, 396, 395, 395, 394, 396, 401, 409, 418, 425, 429, 431, 430, 427,
         423, 419, 414, 410, 407, 403, 400, 398, 396, 395, 394, 394, 395, 397, 403, 412, 421, 428, 432, 433,
         431, 428, 424, 420, 415, 411, 407, 404, 401, 398, 396, 395, 394, 394, 395, 396, 400, 407, 416, 424]
good("sixty-minutes", "an hour of a locker that cools in cycles, at 0.01 degrees, one reading a minute",
     telemetry(7, 1043, [series("t1", 0, [(60000 * i, v) for i, v in enumerate(curve)], scale=-2, interval=60000)]),
     decoded(7, 1043, [reading("t1", T0 + 60000 * i, v / 100) for i, v in enumerate(curve)]))

good("two-channels", "cabinet and freezer beside each other",
     telemetry(7, 1044, [series("t1", 0, [(0, 41), (300000, 43), (600000, 42)], scale=-1, interval=300000),
                         series("t2", 2000, [(2000, -185), (302000, -183), (602000, -186)], scale=-1, interval=300000)]),
     decoded(7, 1044, [reading("t1", T0, 4.1), reading("t1", T0 + 300000, 4.3), reading("t1", T0 + 600000, 4.2),
                       reading("t2", T0 + 2000, -18.5), reading("t2", T0 + 302000, -18.3), reading("t2", T0 + 602000, -18.6)]))

good("irregular-times", "a step of 60 s, then 61, 59.5, 60: the differences of the steps are 60000, 1000, -1500, 500",
     telemetry(7, 1045, [series("t1", 0, [(0, 50), (60000, 52), (121000, 55), (180500, 51), (240500, 49)], scale=-1)]),
     decoded(7, 1045, [reading("t1", T0 + a, v) for a, v in
                       ((0, 5.0), (60000, 5.2), (121000, 5.5), (180500, 5.1), (240500, 4.9))]))

good("times-that-go-back", "a backlog in no order: steps may be negative",
     telemetry(7, 1046, [series("t1", 600000, [(600000, 60), (0, 40), (300000, 50)], scale=-1)]),
     decoded(7, 1046, [reading("t1", T0 + 600000, 6.0), reading("t1", T0, 4.0), reading("t1", T0 + 300000, 5.0)]))

good("same-instant-twice", "a step of 0: two values for one key, which the server keeps as value and conflict",
     telemetry(7, 1047, [series("t1", 0, [(0, 40), (0, 41)], scale=-1)]),
     decoded(7, 1047, [reading("t1", T0, 4.0), reading("t1", T0, 4.1)]))

good("raw-doubles", "values that no power of ten makes whole",
     telemetry(7, 1048, [series("t1", 0, [(0, 4.123456789012345), (60000, 1 / 3), (120000, -1.7e-300)], interval=60000)]),
     decoded(7, 1048, [reading("t1", T0, 4.123456789012345), reading("t1", T0 + 60000, 1 / 3),
                       reading("t1", T0 + 120000, -1.7e-300)]))

good("every-shape-bit", "raw, regular, qualities and unit at once",
     telemetry(7, 1049, [series("t1", 0, [(0, 39.2, ["clock"]), (30000, 39.4, []), (60000, 39.6, ["clock", "edge"])],
                                interval=30000, unit="[degF]", quality=True)]),
     decoded(7, 1049, [reading("t1", T0, 39.2, "[degF]", ["clock"]), reading("t1", T0 + 30000, 39.4, "[degF]"),
                       reading("t1", T0 + 60000, 39.6, "[degF]", ["clock", "edge"])]))

good("raw-irregular", "raw values at irregular times with qualities: time, quality, value in this order",
     telemetry(7, 1050, [series("t1", 0, [(0, 4.5, []), (1000, 4.75, ["edge"]), (61000, 5.0625, [])], quality=True)]),
     decoded(7, 1050, [reading("t1", T0, 4.5), reading("t1", T0 + 1000, 4.75, None, ["edge"]),
                       reading("t1", T0 + 61000, 5.0625)]))

good("door-edges", "a door that is opened and closed, at once, at the instant it happened",
     telemetry(7, 1051, [series("door", 0, [(0, 1, ["edge"]), (42317, 0, ["edge"])], scale=0, unit="1", quality=True)]),
     decoded(7, 1051, [reading("door", T0, 1, "1", ["edge"]), reading("door", T0 + 42317, 0, "1", ["edge"])]))

good("unknown-quality-bits", "bits F8 mean nothing yet and are ignored",
     telemetry(7, 1052, [series("t1", 0, [(0, 41, [0xF9]), (60000, 42, [0xF8])], scale=-1, interval=60000, quality=True)]),
     decoded(7, 1052, [reading("t1", T0, 4.1, None, ["clock"]), reading("t1", T0 + 60000, 4.2)]))

good("next-report", "the door is open, so the device reports every 30 s",
     telemetry(7, 1053, [one], next_s=30), decoded(7, 1053, [reading("t1", T0, 4.12)], next_s=30))

good("no-clock", "times since the start; the message left 53211 ms after it",
     telemetry(8, 0, [series("t1", 0, [(0, 40), (10000, 41), (20000, 41)], scale=-1, interval=10000)], base=30000, up=53211),
     decoded(8, 0, [reading("t1", 30000, 4.0), reading("t1", 40000, 4.1), reading("t1", 50000, 4.1)], up=53211))

good("no-clock-next-report", "flags 2 and 4 together: next_s stands before up",
     telemetry(8, 1, [series("t1", 0, [(0, 40)], scale=-1)], base=0, next_s=2678400, up=0),
     decoded(8, 1, [reading("t1", 0, 4.0)], next_s=2678400, up=0))

good("signed", "the key is known to the receiver",
     telemetry(7, 1054, [one], key=KEY), decoded(7, 1054, [reading("t1", T0, 4.12)]), key=KEY)

good("signed-with-16-byte-key", "the shortest key",
     telemetry(7, 1055, [one], next_s=300, key=KEY[:16]), decoded(7, 1055, [reading("t1", T0, 4.12)], next_s=300), key=KEY[:16])

good("signed-with-64-byte-key", "the longest key, which is the block of SHA-256 and is used as it is",
     telemetry(7, 1056, [one], key=bytes(range(64))), decoded(7, 1056, [reading("t1", T0, 4.12)]), key=bytes(range(64)))

good("signed-for-a-receiver-without-key", "a receiver without a key for the device does not look at the tag",
     telemetry(7, 1057, [one], key=OTHER_KEY), decoded(7, 1057, [reading("t1", T0, 4.12)]))

good("hundreds", "scale 2: the mains, 23 x 10^2 and 24 x 10^2 in deciwatts",
     telemetry(7, 1058, [series("power", 0, [(0, 23), (60000, 24)], scale=2, interval=60000)]),
     decoded(7, 1058, [reading("power", T0, 2300), reading("power", T0 + 60000, 2400)]))

good("smallest-and-largest-scale", "scale -9 and 9",
     telemetry(7, 1059, [series("leak", 0, [(0, 123456789)], scale=-9), series("total", 0, [(0, -3)], scale=9)]),
     decoded(7, 1059, [reading("leak", T0, 0.123456789), reading("total", T0, -3e9)]))

good("largest-integers", "2^53 on both sides of 0, one difference of 2^54 between them",
     telemetry(7, 1060, [series("n", 0, [(0, 2 ** 53), (60000, -2 ** 53)], scale=0, interval=60000)]),
     decoded(7, 1060, [reading("n", T0, 2.0 ** 53), reading("n", T0 + 60000, -2.0 ** 53)]))

good("rounded-once", "9007199254740991 x 10^-7 and x 10^9 are no doubles: nearest, ties to even",
     telemetry(7, 1061, [series("a", 0, [(0, 9007199254740991)], scale=-7), series("b", 0, [(0, 9007199254740991)], scale=9)]),
     decoded(7, 1061, [reading("a", T0, 900719925.4740991), reading("b", T0, 9.007199254740991e24)]))

good("first-and-last-time", "1970 and the last millisecond of the year 9999",
     telemetry(7, 1062, [series("t1", 0, [(0, 40), (253402300799999, 41)], scale=-1)], base=0),
     decoded(7, 1062, [reading("t1", 0, 4.0), reading("t1", 253402300799999, 4.1)]))

good("largest-numbers", "boot and seq 2^32 - 1",
     telemetry(4294967295, 4294967295, [one]), decoded(4294967295, 4294967295, [reading("t1", T0, 4.12)]))

good("smallest-numbers", "boot and seq 0",
     telemetry(0, 0, [one]), decoded(0, 0, [reading("t1", T0, 4.12)]))

good("every-unit", "one series for each unit of the contract",
     telemetry(7, 1063, [series("u" + str(code), 0, [(0, code)], scale=0, unit=unit) for unit, code in UNITS.items()]),
     decoded(7, 1063, [reading("u" + str(code), T0, code, unit) for unit, code in UNITS.items()]))

good("channel-in-two-series", "several series of one channel are allowed",
     telemetry(7, 1064, [series("t1", 0, [(0, 40), (60000, 41)], scale=-1, interval=60000),
                         series("t1", 3600000, [(3600000, 50), (3660000, 52)], scale=-1, interval=60000)]),
     decoded(7, 1064, [reading("t1", T0, 4.0), reading("t1", T0 + 60000, 4.1),
                       reading("t1", T0 + 3600000, 5.0), reading("t1", T0 + 3660000, 5.2)]))

good("longest-channel-id", "64 characters, every kind of them",
     telemetry(7, 1065, [series("0_a.Z-" + "k" * 58, 0, [(0, 40)], scale=-1)]),
     decoded(7, 1065, [reading("0_a.Z-" + "k" * 58, T0, 4.0)]))

long = [(1000 * i, -1800 + i % 7) for i in range(300)]
good("three-hundred-readings", "a count of two bytes",
     telemetry(7, 1066, [series("t2", 0, long, scale=-2, interval=1000)]),
     decoded(7, 1066, [reading("t2", T0 + a, v / 100) for a, v in long]))

good("interval-of-a-single-reading", "bit 1 with one reading: the interval is there and means nothing",
     telemetry(7, 1067, [series("t1", 0, [(0, 40)], scale=-1, interval=900000)]), decoded(7, 1067, [reading("t1", T0, 4.0)]))

good("minus-zero", "a raw minus zero is zero",
     telemetry(7, 1068, [series("t1", 0, [(0, -0.0)])]), decoded(7, 1068, [reading("t1", T0, 0.0)]), with_twin=False)

good("fault-without-a-number", "the probe is open: the value means nothing, NaN and infinity are read as 0",
     telemetry(7, 1069, [series("t1", 0, [(0, float("nan"), ["fault"]), (60000, float("inf"), ["fault", "clock"])],
                                interval=60000, quality=True)]),
     decoded(7, 1069, [reading("t1", T0, 0, None, ["fault"]), reading("t1", T0 + 60000, 0, None, ["clock", "fault"])]),
     with_twin=False)

good("refuses-not-a-number", "NaN and infinities cost their readings; those beside them are used",
     telemetry(7, 1070, [series("t2", 0, [(0, -18.5)]),
                         series("t1", 0, [(0, float("nan")), (60000, 4.5), (120000, float("-inf"))], interval=60000)]),
     decoded(7, 1070, [reading("t2", T0, -18.5), reading("t1", T0 + 60000, 4.5)],
             refused=[("not_a_number", "readings[1].v"), ("not_a_number", "readings[3].v")]), with_twin=False)

good("refuses-series-of-unknown-unit", "unit code 99 costs the series, not the message",
     telemetry(7, 1071, [series("t1", 0, [(0, 40), (60000, 41)], scale=-1, interval=60000, unit=99), series("t2", 0, [(0, -18)], scale=0)]),
     decoded(7, 1071, [reading("t2", T0, -18)], refused=[("unknown_unit", "series[0].unit")]), with_twin=False)

good("refuses-everything-but-not-the-message", "nothing is left, and the message still has its number and its receipt",
     telemetry(7, 1072, [series("t1", 0, [(0, 40)], scale=-1, unit=255)]),
     decoded(7, 1072, [], refused=[("unknown_unit", "series[0].unit")]), with_twin=False)

# --- the other frames --------------------------------------------------------------------------------------------------------

control("receipt", "receipt", "43 messages are stored", 2, number(1, 7) + number(2, 1042) + number(3, 1000),
        {"boot": 7, "from": 1000, "seq": 1042})
control("receipt-from-the-first", "receipt", "without from it covers the boot from 0", 2, number(1, 7) + number(2, 1042),
        {"boot": 7, "from": 0, "seq": 1042}, message={"boot": 7, "seq": 1042})
control("receipt-with-unknown-fields", "receipt", "fields 4, 40 and 41 mean nothing in a receipt: skipped, and those of a later version may repeat", 2,
        number(1, 7) + number(2, 1042) + number(3, 0) + text(4, "c81") + text(40, "later") + text(40, "later") + number(41, 2 ** 64 - 1),
        {"boot": 7, "from": 0, "seq": 1042})
control("receipt-signed", "receipt", "the server signs what it sends to a device that signs", 2,
        number(1, 7) + number(2, 1042) + number(3, 1042), {"boot": 7, "from": 1042, "seq": 1042}, key=KEY)
control("config", "config", "the whole configuration", 3,
        number(5, 5) + number(16, 300) + number(17, 60) + channel("t1", "Cel") + channel("t2", "[degF]") + channel("mains"),
        {"version": 5, "report_s": 300, "sample_s": 60,
         "channels": [{"ch": "t1", "unit": "Cel"}, {"ch": "t2", "unit": "[degF]"}, {"ch": "mains", "unit": None}]})
control("config-version-only", "config", "a configuration that leaves the rest to the device", 3, number(5, 4294967295),
        {"version": 4294967295})
control("command-identify", "command", "blink for a minute", 4, text(4, "c80") + number(24, 1) + number(25, 60),
        {"id": "c80", "do": "identify", "for_s": 60})
control("command-backlog", "command", "send 990 to 1027 of boot 7 again", 4,
        number(1, 7) + number(2, 1027) + number(3, 990) + text(4, "c81") + number(24, 2),
        {"id": "c81", "do": "backlog", "boot": 7, "from": 990, "seq": 1027})
control("command-status", "command", "publish the status", 4, text(4, "c82") + number(24, 3), {"id": "c82", "do": "status"})
control("command-lock", "command", "hold the latch for a day", 4, text(4, "c83") + number(24, 5) + number(25, 86400),
        {"id": "c83", "do": "lock", "for_s": 86400})
control("command-lock-longest", "command", "for a week, signed", 4, text(4, "c84") + number(24, 5) + number(25, 604800),
        {"id": "c84", "do": "lock", "for_s": 604800}, key=KEY)
control("command-unlock", "command", "release the latch now", 4, text(4, "c85") + number(24, 5) + number(25, 0),
        {"id": "c85", "do": "lock", "for_s": 0})
control("command-buzzer", "command", "sound for half a minute", 4, text(4, "c86") + number(24, 6) + number(25, 30),
        {"id": "c86", "do": "buzzer", "for_s": 30})
control("time", "time", "the answer to a status with up 53211", 5, number(8, 53211) + number(9, T0), {"utc": T0, "up": 53211})
control("status-birth", "status", "everything that a status can say", 6,
        number(1, 7) + number(2, 1043) + number(6, 1) + number(7, 3) + number(8, 53211) + number(10, 2) + number(11, 12)
        + number(12, 7) + number(13, 1031) + number(14, 0) + number(15, 4) + number(16, 300) + number(17, 60) + number(18, 600)
        + text(19, "FP-L2") + text(20, "1.4.2") + number(21, 87) + varint(22 << 1) + zigzag(-71)
        + channel("t1", "Cel") + channel("mains", "1"),
        {"state": "online", "boot": 7, "conn": 3, "seq": 1043, "up": 53211, "clock": "synced", "kept": 12, "oldest_boot": 7,
         "oldest_seq": 1031, "lost": 0, "config": 4, "report_s": 300, "sample_s": 60, "next_s": 600, "model": "FP-L2",
         "firmware": "1.4.2", "battery": 87, "rssi": -71,
         "channels": [{"ch": "t1", "unit": "Cel"}, {"ch": "mains", "unit": "1"}]})
control("status-will", "status", "what the broker publishes when the connection is lost", 6, number(1, 7) + number(6, 4) + number(7, 3),
        {"state": "lost", "boot": 7, "conn": 3})
control("status-sleeping", "status", "a logger without a clock, back in an hour", 6,
        number(1, 0) + number(6, 2) + number(7, 0) + number(10, 3) + number(18, 3600) + text(19, "K\u00fchlbox \u2103"),
        {"state": "sleeping", "boot": 0, "conn": 0, "clock": "none", "next_s": 3600, "model": "K\u00fchlbox \u2103"})
control("status-abilities", "status", "a locker that can lock and sound", 6,
        number(1, 7) + number(6, 1) + number(7, 3) + channel("t1") + number(30, 3),
        {"state": "online", "boot": 7, "conn": 3, "channels": [{"ch": "t1", "unit": None}], "abilities": ["lock", "buzzer"]})
control("status-abilities-unknown", "status", "bits that are not known mean nothing", 6,
        number(1, 7) + number(6, 1) + number(7, 3) + number(30, 1 | 4 | 2 ** 31),
        {"state": "online", "boot": 7, "conn": 3, "abilities": ["lock"]},
        message={"state": "online", "boot": 7, "conn": 3, "abilities": ["lock"]})
control("answer-lock-refused", "answer", "the device cannot lock now", 7,
        text(4, "c83") + number(26, 2) + text(27, "do") + text(28, "a door that is shut"),
        {"id": "c83", "result": "refused", "field": "do", "expected": "a door that is shut"})
control("answer-config-done", "answer", "version 5 is in force", 7, number(5, 5) + number(26, 1), {"version": 5, "result": "done"})
control("answer-config-refused", "answer", "one value of version 6 is not possible", 7,
        number(5, 6) + number(26, 2) + text(27, "sample_s") + text(28, "10 or more"),
        {"version": 6, "result": "refused", "field": "sample_s", "expected": "10 or more"})
control("answer-backlog-done", "answer", "38 messages were found", 7, text(4, "c81") + number(26, 1) + number(29, 38),
        {"id": "c81", "result": "done", "count": 38})
control("answer-accepted-signed", "answer", "it will take longer", 7, text(4, "c80") + number(26, 3),
        {"id": "c80", "result": "accepted"}, key=KEY)

# --- JSON --------------------------------------------------------------------------------------------------------------------

good_json("json-foreign-device", "telemetry", "neither numbers nor times", '{"readings":[{"ch":"t1","v":-18}]}',
          decoded(None, None, [reading("t1", None, -18)]))
good_json("json-one-reading", "telemetry", "the message of the first page",
          '{"boot":7,"seq":1042,"readings":[{"ch":"t1","t":1763690400000,"v":4.12}]}',
          decoded(7, 1042, [reading("t1", 1763690400000, 4.12)]))
good_json("json-units-qualities-next", "telemetry", "the message of the page on telemetry",
          '{"boot": 7, "seq": 1042, "next_s": 300,\n "readings": [{"ch": "t1",    "t": 1763690400000, "v": 4.12},\n'
          '              {"ch": "t2",    "t": 1763690400000, "v": 39.4, "u": "[degF]"},\n'
          '              {"ch": "mains", "t": "2026-11-21T02:00:00Z", "v": 1, "q": ["edge"]}]}',
          decoded(7, 1042, [reading("t1", 1763690400000, 4.12), reading("t2", 1763690400000, 39.4, "[degF]"),
                            reading("mains", T0, 1, None, ["edge"])], next_s=300))
good_json("json-iso-times", "telemetry", "offsets, lower case, no seconds, more digits than microseconds, before 1970",
          '{"boot":7,"seq":1,"readings":[{"ch":"t1","t":"2026-11-21T15:00:00.5+13:00","v":1},{"ch":"t1","t":"2026-11-20t22:30:00-0330","v":2},'
          '{"ch":"t1","t":"2026-11-21T02:00z","v":3},{"ch":"t1","t":"2026-11-21T02:00:00.123456789Z","v":4},'
          '{"ch":"t1","t":"1969-12-31T23:59:59.999999Z","v":5},{"ch":"t1","t":-1,"v":6}]}',
          decoded(7, 1, [reading("t1", T0, 1, us=500000), reading("t1", T0, 2), reading("t1", T0, 3),
                         reading("t1", T0, 4, us=123456), reading("t1", 0, 5, us=-1), reading("t1", -1, 6)]))
good_json("json-no-clock", "telemetry", "times since the start; up of the message may stand behind the readings",
          '{"boot":8,"seq":0,"readings":[{"ch":"t1","up":30000,"v":4.0},{"ch":"t1","up":40000,"v":4.1}],"up":53211}',
          decoded(8, 0, [reading("t1", 30000, 4.0), reading("t1", 40000, 4.1)], up=53211))
good_json("json-numbers", "telemetry", "true, false, exponents, minus zero, a number that is too small",
          '{"boot":0,"seq":0,"readings":[{"ch":"a","t":0,"v":true},{"ch":"b","t":0,"v":false},{"ch":"c","t":0,"v":-4.12e1},'
          '{"ch":"d","t":0,"v":-0.0},{"ch":"e","t":0,"v":1e-999},{"ch":"f","t":0,"v":1.7976931348623157E+308},'
          '{"ch":"g","t":0,"v":0.1234567890123456789}]}',
          decoded(0, 0, [reading("a", 0, 1), reading("b", 0, 0), reading("c", 0, -41.2), reading("d", 0, 0), reading("e", 0, 0),
                         reading("f", 0, 1.7976931348623157e308), reading("g", 0, 0.1234567890123456789)]))
good_json("json-null-is-left-out", "telemetry", "null in everything but v",
          '{"boot":null,"seq":null,"next_s":null,"up":null,"readings":[{"ch":"t1","t":null,"up":null,"v":1,"u":null,"q":null}]}',
          decoded(None, None, [reading("t1", None, 1)]))
good_json("json-unknown-fields", "telemetry", "ignored, whatever is in them, and so are unknown qualities",
          '{"hw":{"boot":9,"readings":[1]},"seq":2,"readings":[{"ch":"t1","t":0,"raw":[{"v":5}],"v":1,"q":["wet","clock"]}],"boot":1}',
          decoded(1, 2, [reading("t1", 0, 1, None, ["clock"])]))
good_json("json-escapes", "telemetry", "names and ids may be written with escapes",
          '{"bo\\u006ft":1,"seq":2,"readings":[{"ch":"t\\u0031","t":0,"v":1,"u":"\\u0043el"}]}',
          decoded(1, 2, [reading("t1", 0, 1, "Cel")]))
good_json("json-fault", "telemetry", "with fault, what is not a number is read as 0, wherever q stands",
          '{"boot":1,"seq":2,"readings":[{"ch":"t1","t":0,"v":null,"q":["fault"]},{"q":["fault"],"ch":"t2","t":0,"v":NaN}]}',
          decoded(1, 2, [reading("t1", 0, 0, None, ["fault"]), reading("t2", 0, 0, None, ["fault"])]))
good_json("json-refuses-single-readings", "telemetry", "every reading here but the first is wrong in a way of its own",
          '{"boot":1,"seq":2,"readings":[{"ch":"ok","t":0,"v":1},{"ch":"a","t":0,"v":null},{"ch":"a","t":0,"v":NaN},'
          '{"ch":"a","t":0,"v":"4.1"},{"ch":"a","t":0,"v":1e999},{"ch":"a","t":0},{"t":0,"v":1},{"ch":"a/b","t":0,"v":1},'
          '{"ch":"a","t":"yesterday","v":1},{"ch":"a","t":"2026-11-21T02:00:00","v":1},{"ch":"a","t":1.5,"v":1},'
          '{"ch":"a","up":5,"v":1},{"ch":"a","t":0,"v":1,"u":"F"},{"ch":"a","t":0,"v":1,"q":"edge"},4.1,'
          '{"ch":"a","t":0,"v":1,"v":2},{"ch":"a","t":"2026-12-31T23:59:60Z","v":1},{"ch":"a","t":253402300800000,"v":1}]}',
          decoded(1, 2, [reading("ok", 0, 1)], refused=[
              ("not_a_number", "readings[1].v"), ("not_a_number", "readings[2].v"), ("wrong_type", "readings[3].v"),
              ("out_of_range", "readings[4].v"), ("missing_field", "readings[5].v"), ("missing_field", "readings[6].ch"),
              ("out_of_range", "readings[7].ch"), ("bad_time", "readings[8].t"), ("bad_time", "readings[9].t"),
              ("bad_time", "readings[10].t"), ("bad_time", "readings[11].up"), ("unknown_unit", "readings[12].u"),
              ("wrong_type", "readings[13].q"), ("wrong_type", "readings[14]"), ("not_json", "readings[15].v"),
              ("bad_time", "readings[16].t"), ("bad_time", "readings[17].t")]))
good_json("json-refuses-other-clock", "telemetry", "in a message with up, t is another clock; and never both",
          '{"boot":1,"seq":2,"up":9000,"readings":[{"ch":"a","t":0,"v":1},{"ch":"a","up":8000,"v":2},{"ch":"a","up":1,"t":1,"v":3},{"ch":"a","v":4},'
          '{"ch":"a","up":-1,"v":5}]}',
          decoded(1, 2, [reading("a", 8000, 2), reading("a", None, 4)], up=9000,
                  refused=[("bad_time", "readings[0].t"), ("bad_time", "readings[2].up"), ("bad_time", "readings[4].up")]))
good_json("json-receipt", "receipt", "", '{"boot":7,"from":1000,"seq":1042}', {"boot": 7, "from": 1000, "seq": 1042})
good_json("json-receipt-from-the-first", "receipt", "fields of other messages are not known here", '{"seq":1042,"boot":7,"from":null,"id":5}',
          {"boot": 7, "from": 0, "seq": 1042})
good_json("json-config", "config", "", '{"version":5,"report_s":300,"sample_s":60,"channels":[{"ch":"t1","unit":"Cel"},{"ch":"door","x":1}]}',
          {"version": 5, "report_s": 300, "sample_s": 60, "channels": [{"ch": "t1", "unit": "Cel"}, {"ch": "door", "unit": None}]})
good_json("json-command-identify", "command", "", '{"id":"c80","do":"identify","for_s":60}', {"id": "c80", "do": "identify", "for_s": 60})
good_json("json-command-backlog", "command", "without from: from the first", '{"id":"c81","do":"backlog","boot":7,"seq":1027}',
          {"id": "c81", "do": "backlog", "boot": 7, "from": 0, "seq": 1027})
good_json("json-command-status", "command", "", '{"id":"c82","do":"status"}', {"id": "c82", "do": "status"})
good_json("json-command-lock", "command", "", '{"id":"c83","do":"lock","for_s":86400}', {"id": "c83", "do": "lock", "for_s": 86400})
good_json("json-command-buzzer", "command", "be silent now", '{"id":"c86","do":"buzzer","for_s":0}', {"id": "c86", "do": "buzzer", "for_s": 0})
good_json("json-time", "time", "", '{"utc":1795226400000,"up":53211}', {"utc": T0, "up": 53211})
good_json("json-status-birth", "status", "the message of the page on status",
          '{"state": "online", "boot": 7, "conn": 3, "seq": 1043, "up": 53211, "clock": "synced",\n'
          ' "kept": 12, "oldest_boot": 7, "oldest_seq": 1031, "lost": 0, "config": 4, "report_s": 300, "sample_s": 60,\n'
          ' "model": "FP-L2", "firmware": "1.4.2", "battery": 87, "rssi": -71,\n'
          ' "channels": [{"ch": "t1", "unit": "Cel"}, {"ch": "mains", "unit": "1"}]}',
          {"state": "online", "boot": 7, "conn": 3, "seq": 1043, "up": 53211, "clock": "synced", "kept": 12, "oldest_boot": 7,
           "oldest_seq": 1031, "lost": 0, "config": 4, "report_s": 300, "sample_s": 60, "model": "FP-L2", "firmware": "1.4.2",
           "battery": 87, "rssi": -71, "channels": [{"ch": "t1", "unit": "Cel"}, {"ch": "mains", "unit": "1"}]})
good_json("json-status-will", "status", "", '{"state":"lost","boot":7,"conn":3}', {"state": "lost", "boot": 7, "conn": 3})
good_json("json-status-abilities", "status", "words that are not known mean nothing",
          '{"state":"online","boot":7,"conn":3,"abilities":["sing","buzzer","lock","buzzer"]}',
          {"state": "online", "boot": 7, "conn": 3, "abilities": ["lock", "buzzer"]})
good_json("json-answer", "answer", "", '{"version":6,"result":"refused","field":"sample_s","expected":"10 or more"}',
          {"version": 6, "result": "refused", "field": "sample_s", "expected": "10 or more"})

# --- frames that are wrong ---------------------------------------------------------------------------------------------------

def changed(data, at, value):
    """A byte is another one, and the checksum fits again."""
    body = bytearray(data[:-4])
    body[at] = value
    return bytes(body) + struct.pack("<I", crc32c(body))


def whole(body, flags=0, kind=1):
    return frame(kind, flags, body)


HEAD = varint(7) + varint(1042) + varint(T0)  # boot, seq, base

bad("bad-empty", "nothing at all", b"", "not_a_frame", "magic")
bad("bad-magic", "another first byte", changed(ONE, 0, 0xFA), "not_a_frame", "magic")
bad("bad-short", "fewer than 8 bytes", frame(1, 0, b"")[:7], "not_a_frame", "payload")
bad("bad-version-2", "a version that is not spoken yet; its checksum is not looked at", ONE[:1] + b"\x21" + ONE[2:], "unsupported_version", "version")
bad("bad-version-0", "version 0", changed(ONE, 1, 0x01), "unsupported_version", "version")
bad("bad-checksum-bit", "one bit of a value flipped", ONE[:-6] + bytes([ONE[-6] ^ 1]) + ONE[-5:], "bad_checksum", "checksum")
bad("bad-checksum-itself", "one bit of the checksum flipped", ONE[:-1] + bytes([ONE[-1] ^ 0x80]), "bad_checksum", "checksum")
bad("bad-cut", "cut short by one byte", ONE[:-1], "bad_checksum", "checksum")
bad("bad-longer", "one byte more, the checksum no longer at the end", ONE + b"\x00", "bad_checksum", "checksum")
bad("bad-type-0", "type 0", changed(ONE, 1, 0x10), "unsupported", "type")
bad("bad-type-8", "type 8", changed(ONE, 1, 0x18), "unsupported", "type")
bad("bad-type-receipt", "a receipt where telemetry is expected", frame(2, 0, number(1, 7) + number(2, 1042)), "unsupported", "type")
bad("bad-flag", "flag 8 does not exist", changed(ONE, 2, 8), "unsupported", "flags")
bad("bad-shape", "shape bit 16 does not exist", telemetry(7, 1042, [series("t1", 0, [(0, 412)], scale=-2, more_shape=16)]), "unsupported", "series[0].shape")
bad("bad-unsigned", "no tag, though the receiver holds a key", ONE, "unsigned", "flags", key=KEY)
bad("bad-other-key", "signed with another key", telemetry(7, 1054, [one], key=OTHER_KEY), "bad_signature", "tag", key=KEY)
signed = telemetry(7, 1054, [one], key=KEY)
bad("bad-changed-and-checksum-mended", "a value was changed on the way, and the checksum corrected", changed(signed, -17, signed[-21] ^ 2), "bad_signature", "tag", key=KEY)
bad("bad-tag-cut", "flag 1, and no room for a tag", whole(varint(7) + varint(1042) + varint(0), SIGNED), "truncated", "tag")
bad("bad-truncated-numbers", "right checksum, but nothing behind boot", whole(varint(7) + b"\x80\x80"), "truncated", "seq")
bad("bad-truncated-channel", "a channel id of 9 bytes, and 2 left", whole(HEAD + varint(1) + b"\x09t1"), "truncated", "series[0].ch")
bad("bad-truncated-readings", "8192 readings are claimed, and one is there",
    telemetry(7, 1042, [series("t1", 0, [(0, 412)], scale=-2, count=8192)]), "truncated", "readings[1].t")
bad("bad-truncated-double", "7 bytes of a binary64", telemetry(7, 1042, [series("t1", 0, [(0, 4.5)])[:-1]]), "truncated", "readings[0].v")
bad("bad-truncated-series", "2 series are claimed, and one is there", telemetry(7, 1042, [one], count=2), "truncated", "series[1].ch")
bad("bad-varint-long-form", "80 00 in place of 00", whole(b"\x80\x00" + varint(1042) + varint(T0) + varint(1) + one), "bad_varint", "boot")
bad("bad-varint-65-bits", "the tenth byte of a varint may be 1 and not 2", whole(HEAD[:1] + b"\xff" * 9 + b"\x02" + varint(1) + one), "bad_varint", "seq")
bad("bad-varint-11-bytes", "a varint that does not end", whole(HEAD + varint(1) + series("t1", 0, [], count=1)[:-1] + b"\x80" * 11), "bad_varint", "series[0].first")
bad("bad-boot", "boot 2^32", telemetry(4294967296, 0, [one]), "out_of_range", "boot")
bad("bad-seq-64-bits", "seq 2^64 - 1", telemetry(0, 2 ** 64 - 1, [one]), "out_of_range", "seq")
bad("bad-next-0", "next_s 0", telemetry(7, 1042, [one], next_s=0), "out_of_range", "next_s")
bad("bad-next-large", "next_s above 31 days", telemetry(7, 1042, [one], next_s=2678401), "out_of_range", "next_s")
bad("bad-up", "up beyond the year 9999", telemetry(7, 1042, [one], base=0, up=253402300800000), "out_of_range", "up")
bad("bad-no-series", "0 series", telemetry(7, 1042, []), "out_of_range", "series")
bad("bad-256-series", "256 series", telemetry(7, 1042, [series("t1", 0, [(0, 1)], scale=0)] * 256), "out_of_range", "series")
bad("bad-id-empty", "a channel id of 0 bytes", telemetry(7, 1042, [series("", 0, [(0, 412)], scale=-2)]), "out_of_range", "series[0].ch")
bad("bad-id-slash", "a channel id with a slash", telemetry(7, 1042, [one, series("t/1", 0, [(0, 412)], scale=-2)]), "out_of_range", "series[1].ch")
bad("bad-id-long", "a channel id of 65 bytes", telemetry(7, 1042, [series("t" * 65, 0, [(0, 412)], scale=-2)]), "out_of_range", "series[0].ch")
bad("bad-scale", "scale 12", telemetry(7, 1042, [series("t1", 0, [(0, 412)], scale=12)]), "out_of_range", "series[0].scale")
bad("bad-scale-negative", "scale -10", telemetry(7, 1042, [series("t1", 0, [(0, 412)], scale=-10)]), "out_of_range", "series[0].scale")
bad("bad-count-0", "a series of no readings", telemetry(7, 1042, [series("t1", 0, [], scale=-2)]), "out_of_range", "series[0].count")
bad("bad-count-8193", "more readings than a message may have", telemetry(7, 1042, [series("t1", 0, [(0, 412)], scale=-2, count=8193)]), "too_large", "series[0].count")
bad("bad-count-in-all", "8192 readings in all series together",
    telemetry(7, 1042, [one, series("t2", 0, [(0, 412)], scale=-2, count=8192)]), "too_large", "series[1].count")
bad("bad-interval-0", "an interval of 0", telemetry(7, 1042, [b"\x02t1" + bytes([REGULAR]) + b"\xfe" + varint(1) + varint(0) + varint(0) + zigzag(412)]), "out_of_range", "series[0].interval")
bad("bad-integer", "2^53 + 1", telemetry(7, 1042, [series("t1", 0, [(0, 2 ** 53 + 1)], scale=0)]), "out_of_range", "readings[0].v")
bad("bad-integer-step", "2^53, and 1 more", telemetry(7, 1042, [series("t1", 0, [(0, 2 ** 53), (1, 2 ** 53 + 1)], scale=-2)]), "out_of_range", "readings[1].v")
bad("bad-integer-overflow", "a difference of 2^63 - 1", telemetry(7, 1042, [series("t1", 0, [(0, 5), (1, 2 ** 63 + 4)], scale=-2)]), "out_of_range", "readings[1].v")
bad("bad-base", "a base beyond the year 9999", telemetry(7, 1042, [one], base=253402300800000), "bad_time", "base")
bad("bad-first", "a first time beyond the year 9999", telemetry(7, 1042, [series("t1", 1, [(1, 1)], scale=0)], base=253402300799999), "bad_time", "series[0].first")
bad("bad-first-64-bits", "a first time of 2^64 - 1", telemetry(7, 1042, [series("t1", 2 ** 64 - 1, [(0, 1)], scale=0)]), "bad_time", "series[0].first")
bad("bad-time-before-1970", "a step back beyond 1970", telemetry(7, 1042, [series("t1", 0, [(0, 1), (-1, 1)], scale=0)], base=0), "bad_time", "readings[1].t")
bad("bad-time-overflow", "a step of 2^63 - 1 ms", telemetry(7, 1042, [series("t1", 0, [(0, 1), (2 ** 63 - 1, 1)], scale=0)]), "bad_time", "readings[1].t")
bad("bad-time-of-interval", "the third reading is beyond the year 9999",
    telemetry(7, 1042, [series("t1", 0, [(0, 1), (2000, 1), (4000, 1)], scale=0, interval=2000)], base=253402300797000), "bad_time", "readings[2].t")
bad("bad-trailing", "right checksum, a byte behind the last series", whole(HEAD + varint(1) + one + b"\x00"), "trailing_bytes", "payload")
bad("bad-trailing-series", "two series where one was announced", telemetry(7, 1042, [one, one], count=1), "trailing_bytes", "payload")

bad("bad-receipt-without-boot", "a receipt without boot", frame(2, 0, number(2, 1042)), "missing_field", "boot", kind="receipt")
bad("bad-receipt-from", "from behind seq", frame(2, 0, number(1, 7) + number(2, 1042) + number(3, 1043)), "out_of_range", "from", kind="receipt")
bad("bad-receipt-twice", "seq given twice", frame(2, 0, number(1, 7) + number(2, 1042) + number(2, 1043)), "out_of_range", "seq", kind="receipt")
bad("bad-receipt-order", "fields not ascending", frame(2, 0, number(2, 1042) + number(1, 7)), "out_of_range", "boot", kind="receipt")
bad("bad-receipt-kind", "boot as bytes", frame(2, 0, text(1, "7") + number(2, 1042)), "wrong_type", "boot", kind="receipt")
bad("bad-receipt-flag", "flag 2 is for telemetry", frame(2, NEXT, number(1, 7) + number(2, 1042)), "unsupported", "flags", kind="receipt")
bad("bad-config-unit", "unit code 99 in a channel", frame(3, 0, number(5, 5) + text(23, b"\x63t1")), "unknown_unit", "channels[0].unit", kind="config")
bad("bad-config-65-channels", "65 channels", frame(3, 0, number(5, 5) + b"".join(channel("c%d" % i) for i in range(65))), "too_large", "channels", kind="config")
bad("bad-config-version-0", "version 0", frame(3, 0, number(5, 0)), "out_of_range", "version", kind="config")
bad("bad-command-do", "do 4", frame(4, 0, text(4, "c81") + number(24, 4)), "out_of_range", "do", kind="command")
bad("bad-command-id-number", "a text field of kind 0", frame(4, 0, number(4, 81) + number(24, 3)), "wrong_type", "id", kind="command")
bad("bad-command-identify", "identify without for_s", frame(4, 0, text(4, "c81") + number(24, 1)), "missing_field", "for_s", kind="command")
bad("bad-command-identify-zero", "identify for no time", frame(4, 0, text(4, "c81") + number(24, 1) + number(25, 0)), "out_of_range", "for_s", kind="command")
bad("bad-command-identify-long", "identify for more than an hour", frame(4, 0, text(4, "c81") + number(24, 1) + number(25, 3601)), "out_of_range", "for_s", kind="command")
bad("bad-command-lock", "lock without for_s", frame(4, 0, text(4, "c81") + number(24, 5)), "missing_field", "for_s", kind="command")
bad("bad-command-lock-long", "lock for more than a week", frame(4, 0, text(4, "c81") + number(24, 5) + number(25, 604801)), "out_of_range", "for_s", kind="command")
bad("bad-command-buzzer-long", "sound for more than an hour", frame(4, 0, text(4, "c81") + number(24, 6) + number(25, 3601)), "out_of_range", "for_s", kind="command")
bad("bad-command-do-7", "do 7", frame(4, 0, text(4, "c81") + number(24, 7)), "out_of_range", "do", kind="command")
bad("bad-status-abilities-large", "abilities of more than 32 bits", frame(6, 0, number(1, 7) + number(6, 1) + number(7, 1) + number(30, 2 ** 32)), "out_of_range", "abilities", kind="status")
bad("bad-status-truncated", "a model of 200 bytes, and 5 there", frame(6, 0, number(1, 7) + number(6, 1) + number(7, 3) + varint(19 << 1 | 1) + varint(200) + b"FP-L2"), "truncated", "model", kind="status")
bad("bad-status-model", "a text of 65 bytes", frame(6, 0, number(1, 7) + number(6, 1) + number(7, 3) + text(19, "x" * 65)), "out_of_range", "model", kind="status")
bad("bad-status-not-utf8", "a text that is not UTF-8", frame(6, 0, number(1, 7) + number(6, 1) + number(7, 3) + text(19, b"\xff\xfe")), "out_of_range", "model", kind="status")
bad("bad-status-control-character", "a line break in a text", frame(6, 0, number(1, 7) + number(6, 1) + number(7, 3) + text(19, "FP\nL2")), "out_of_range", "model", kind="status")
bad("bad-status-oldest", "oldest_boot without oldest_seq", frame(6, 0, number(1, 7) + number(6, 1) + number(7, 3) + number(12, 7)), "missing_field", "oldest_seq", kind="status")
bad("bad-answer-both", "an answer to a version and an id", frame(7, 0, text(4, "c81") + number(5, 5) + number(26, 1)), "out_of_range", "id", kind="answer")
bad("bad-time-without-up", "no up", frame(5, 0, number(9, T0)), "missing_field", "up", kind="time")

# --- JSON that is wrong ------------------------------------------------------------------------------------------------------

R = '"readings":[{"ch":"t1","t":0,"v":1}]'
bad_json("bad-json-empty", "nothing at all", "", "not_json", "payload")
bad_json("bad-json-cut", "a truncated text", '{"boot":7,"seq":1042,"readings":[{"ch":"t1"', "not_json", "payload")
bad_json("bad-json-behind", "something behind the object", "{" + R + "} {}", "not_json", "payload")
bad_json("bad-json-nul", "a NUL behind the object", "{" + R + "}\0", "not_json", "payload")
bad_json("bad-json-lower-nan", "nan as C's printf writes it", '{"readings":[{"ch":"t1","v":nan}]}', "not_json", "payload")
bad_json("bad-json-twice", "boot given twice", '{"boot":1,"boot":1,"seq":2,' + R + "}", "not_json", "boot")
bad_json("bad-json-not-utf8", "a byte that is not UTF-8", b'{"x":"\xff",' + R.encode() + b"}", "not_json", "payload")
bad_json("bad-json-byte-order-mark", "a byte order mark is not JSON", b"\xef\xbb\xbf{" + R.encode() + b"}", "not_json", "payload")
bad_json("bad-json-utf16", "UTF-16", ("{" + R + "}").encode("utf-16-le"), "not_json", "payload")
bad_json("bad-json-array", "a list", "[1,2]", "wrong_type", "payload")
bad_json("bad-json-number", "a bare number", "4.1", "wrong_type", "payload")
bad_json("bad-json-boot-text", "boot as text", '{"boot":"7","seq":2,' + R + "}", "wrong_type", "boot")
bad_json("bad-json-boot-fraction", "boot 1.0", '{"boot":1.0,"seq":2,' + R + "}", "wrong_type", "boot")
bad_json("bad-json-no-readings", "no readings", '{"boot":7,"seq":2}', "missing_field", "readings")
bad_json("bad-json-no-seq", "boot without seq", '{"boot":7,' + R + "}", "missing_field", "seq")
bad_json("bad-json-no-boot", "seq without boot", '{"seq":7,' + R + "}", "missing_field", "boot")
bad_json("bad-json-empty-readings", "no reading at all", '{"readings":[]}', "out_of_range", "readings")
bad_json("bad-json-seq-negative", "seq -1", '{"boot":7,"seq":-1,' + R + "}", "out_of_range", "seq")
bad_json("bad-json-seq-large", "seq 2^32", '{"boot":7,"seq":4294967296,' + R + "}", "out_of_range", "seq")
bad_json("bad-json-next", "next_s 0", '{"next_s":0,' + R + "}", "out_of_range", "next_s")
bad_json("bad-json-up", "up -1", '{"up":-1,' + R + "}", "out_of_range", "up")
bad_json("bad-json-nesting", "40 levels of nesting", '{"x":' + "[" * 40 + "]" * 40 + "," + R + "}", "too_large", "payload")
bad_json("bad-json-unsigned", "JSON, though the receiver holds a key", "{" + R + "}", "unsigned", "payload", key=KEY)
bad_json("bad-json-receipt", "a receipt without seq", '{"boot":7}', "missing_field", "seq", kind="receipt")
bad_json("bad-json-config-unit", "a unit that is none of the contract", '{"version":5,"channels":[{"ch":"t1","unit":"F"}]}', "unknown_unit", "channels[0].unit", kind="config")
bad_json("bad-json-command-do", "a word that is none of the contract", '{"id":"c81","do":"dance"}', "out_of_range", "do", kind="command")
bad_json("bad-json-command-id", "an id with a space", '{"id":"c 81","do":"status"}', "out_of_range", "id", kind="command")
bad_json("bad-json-command-lock", "lock with a fraction", '{"id":"c81","do":"lock","for_s":1.5}', "wrong_type", "for_s", kind="command")
bad_json("bad-json-command-nothing", "an empty word", '{"id":"c81","do":"","for_s":1}', "out_of_range", "do", kind="command")
bad_json("bad-json-status-abilities", "abilities that are no list", '{"state":"online","boot":7,"conn":1,"abilities":"lock"}', "wrong_type", "abilities", kind="status")
bad_json("bad-json-status-ability", "an ability that is no text", '{"state":"online","boot":7,"conn":1,"abilities":[1]}', "wrong_type", "abilities[0]", kind="status")
bad_json("bad-json-status-state", "no state", '{"boot":7,"conn":1}', "missing_field", "state", kind="status")
bad_json("bad-json-status-surrogate", "half a surrogate pair", '{"state":"online","boot":7,"conn":1,"model":"\\ud800"}', "out_of_range", "model", kind="status")
bad_json("bad-json-status-battery", "battery 101", '{"state":"online","boot":7,"conn":1,"battery":101}', "out_of_range", "battery", kind="status")
bad_json("bad-json-answer", "an answer to nothing", '{"result":"done"}', "missing_field", "id", kind="answer")
bad_json("bad-json-time", "utc as text", '{"utc":"2026-11-21T02:00:00Z","up":1}', "wrong_type", "utc", kind="time")


def lines(value):
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


out = sys.stdout
out.reconfigure(encoding="utf-8", newline="\n")
out.write('{"contract": "frostproof/1",\n "vectors": [\n')
for i, vector in enumerate(vectors):
    body = ",\n   ".join('"%s": %s' % (k, lines(v)) for k, v in vector.items())
    out.write("  {" + body + "}" + ("," if i + 1 < len(vectors) else "") + "\n")
out.write("]}\n")
