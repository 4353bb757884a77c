/*
 * Frostproof's binary frames; see frostproof.h for how to use it and ../PROTOCOL.md for what the bytes mean.
 *
 * Copyright 2026 the Frostproof authors. Licensed under the Apache License, Version 2.0.
 */
#include "frostproof.h"

#include <string.h>

enum { MAGIC = 0xFB, VERSION = 1, SIGNED = 1, NEXT = 2, SINCE_START = 4, UNIT = 8, HEAD = 3, TAG = 16, CHECKSUM = 4, SHORTEST = 8 };

#define MAX_TIME ((uint64_t)FP_MAX_TIME)
#define MAX_SECONDS 2678400u /* 31 days */
#define QUALITY_BITS (FP_CLOCK | FP_FAULT | FP_EDGE)

int fp_is_id(const char *text, size_t length) {
    size_t i;
    if (length < 1 || length > FP_MAX_ID) return 0;
    for (i = 0; i < length; i++) {
        char c = text[i];
        int alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!alphanumeric && (i == 0 || (c != '.' && c != '_' && c != '-'))) return 0;
    }
    return 1;
}

/* ---- Checksum and signature ---- */

/* Bit by bit, without a table: frames of devices are short, and so should be their code. */
uint32_t fp_crc32c(const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    uint32_t crc = 0xFFFFFFFF;
    unsigned bit;
    for (; length > 0; length--) {
        crc ^= *at++;
        for (bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0x82F63B78 & (0 - (crc & 1)));
    }
    return ~crc;
}

#ifndef FROSTPROOF_NO_SIGN

static uint32_t turn(uint32_t x, unsigned n) { return (x >> n) | (x << (32 - n)); }

/* One block of SHA-256 (FIPS 180-4); its 16 words are the ring in which the message schedule runs, to spare the stack. */
static void sha256_block(uint32_t state[8], uint32_t w[16]) {
    static const uint32_t K[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
        0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
        0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
        0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
        0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
        0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    };
    uint32_t s[8];
    unsigned i, j;
    memcpy(s, state, sizeof s);
    for (i = 0; i < 64; i++) {
        uint32_t *word = w + i % 16, t1, t2;
        if (i >= 16) {
            uint32_t a = w[(i + 1) % 16], b = w[(i + 14) % 16];
            *word += (turn(a, 7) ^ turn(a, 18) ^ (a >> 3)) + w[(i + 9) % 16] + (turn(b, 17) ^ turn(b, 19) ^ (b >> 10));
        }
        t1 = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + (s[6] ^ (s[4] & (s[5] ^ s[6]))) + K[i] + *word;
        t2 = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + ((s[0] & s[1]) | (s[2] & (s[0] | s[1])));
        for (j = 7; j > 0; j--) s[j] = s[j - 1];
        s[4] += t1;
        s[0] = t1 + t2;
    }
    for (i = 0; i < 8; i++) state[i] += s[i];
}

/* SHA-256 over 64 bytes, which are the key with `pad` on it, and `length` bytes behind them; byte by byte, as that is the least code. */
static void sha256_behind_key(uint8_t digest[32], const fp_key *key, unsigned pad, const uint8_t *at, uint32_t length) {
    static const uint32_t START[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    };
    uint32_t state[8], w[16] = {0}, i, end = 64 + length, total = (end + 9 + 63) / 64 * 64;
    memcpy(state, START, sizeof state);
    for (i = 0; i < total; i++) {
        uint32_t value = 0, *word = w + i / 4 % 16;
        if (i < 64) value = (i < key->length ? key->bytes[i] : 0u) ^ pad;
        else if (i < end) value = *at++;
        else if (i == end) value = 0x80;
        *word = *word << 8 | value;
        if (i == total - 1) *word = end * 8; /* frames have far less than 2^32 bits */
        if (i % 64 == 63) sha256_block(state, w);
    }
    for (i = 0; i < 32; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}

/* HMAC (RFC 2104); a key of the contract is never longer than a block. */
static void hmac(uint8_t digest[32], const fp_key *key, const uint8_t *at, uint32_t length) {
    uint8_t inner[32];
    sha256_behind_key(inner, key, 0x36, at, length);
    sha256_behind_key(digest, key, 0x5C, inner, sizeof inner);
}

#endif

static fp_reason check_key(const fp_key *key) {
    if (key == NULL) return FP_OK;
#ifdef FROSTPROOF_NO_SIGN
    return FP_UNSUPPORTED;
#else
    return key->length < 16 || key->length > 64 ? FP_OUT_OF_RANGE : FP_OK;
#endif
}

/* ---- What all frames have in common ---- */

/* Adds tag and checksum, for which room was kept back, and returns the length of the whole. */
static size_t seal(fp_writer *to, const fp_key *key) {
    uint8_t *at = to->out + to->length;
    uint32_t checksum;
    unsigned i;
#ifndef FROSTPROOF_NO_SIGN
    if (key != NULL) {
        uint8_t digest[32];
        hmac(digest, key, to->out, to->length);
        memcpy(at, digest, TAG);
        at += TAG;
    }
#else
    (void)key;
#endif
    checksum = fp_crc32c(to->out, (size_t)(at - to->out));
    for (i = 0; i < CHECKSUM; i++) *at++ = (uint8_t)(checksum >> (8 * i) & 0xFF);
    return (size_t)(at - to->out);
}

/* Checks everything around the body, in the order of the contract, and puts the cursor on the body. */
static fp_reason open_frame(fp_cursor *in, unsigned type, const uint8_t *frame, size_t length, const fp_key *key) {
    fp_reason reason = check_key(key);
    unsigned flags;
    size_t end;
    if (reason != FP_OK) return reason;
    if (length > (type == FP_TELEMETRY ? FP_MAX_FRAME : FP_MAX_MESSAGE)) return FP_TOO_LARGE;
    if (length < SHORTEST || frame[0] != MAGIC) return FP_NOT_A_FRAME;
    if (frame[1] >> 4 != VERSION) return FP_UNSUPPORTED_VERSION;
    end = length - CHECKSUM;
    /* Over bytes and their own checksum this is the same for all bytes. */
    if (fp_crc32c(frame, length) != 0x48674BC7) return FP_BAD_CHECKSUM;
    flags = frame[2];
    if ((frame[1] & 15u) != type || (flags & ~(type == FP_TELEMETRY ? 7u : 1u)) != 0) return FP_UNSUPPORTED;
    if ((flags & SIGNED) != 0) {
        if (end < HEAD + TAG) return FP_TRUNCATED;
        end -= TAG;
#ifndef FROSTPROOF_NO_SIGN
        if (key != NULL) {
            uint8_t digest[32], different = 0;
            unsigned i;
            hmac(digest, key, frame, (uint32_t)end);
            /* All of it, always: the time must not tell how much of a guess was right. */
            for (i = 0; i < TAG; i++) different |= digest[i] ^ frame[end + i];
            if (different) return FP_BAD_SIGNATURE;
        }
#endif
    } else if (key != NULL) {
        return FP_UNSIGNED;
    }
    in->at = frame + HEAD;
    in->end = frame + end;
    in->reason = FP_OK;
    return FP_OK;
}

/* Reading: the first thing that is wrong is remembered, and from there on bytes are zeros. */

static void fail(fp_cursor *in, fp_reason reason) {
    if (in->reason == FP_OK) in->reason = reason;
}

/* The next `length` bytes, or NULL. */
static const uint8_t *take(fp_cursor *in, uint64_t length) {
    const uint8_t *at = in->at;
    if (in->reason != FP_OK || length > (uint64_t)(in->end - at)) {
        fail(in, FP_TRUNCATED);
        return NULL;
    }
    in->at += length;
    return at;
}

static uint8_t take_byte(fp_cursor *in) {
    const uint8_t *at = take(in, 1);
    return at == NULL ? 0 : *at;
}

static uint64_t take_varint(fp_cursor *in) {
    uint64_t number = 0;
    unsigned shift = 0, byte;
    do {
        byte = take_byte(in);
        /* The tenth byte holds the 64th bit alone; a last byte of 0 would have had no need to be there. */
        if (shift > 0 && (byte == 0 || (shift == 63 && byte > 1))) fail(in, FP_BAD_VARINT);
        number |= (uint64_t)(byte & 0x7F) << shift;
        shift += 7;
    } while (byte >= 0x80 && in->reason == FP_OK);
    return in->reason == FP_OK ? number : 0;
}

/* What a number may be: from 0, and from POSITIVE on from 1. */
enum { ANY, PERCENT, MILLIS, BASE, RSSI, WEEK, POSITIVE, UP_TO_3, UP_TO_4, UP_TO_6, SECONDS, SERIES, INTERVAL, NUMBERS };

static uint64_t take_number(fp_cursor *in, unsigned kind) {
    /* 0: the end of time, which has no room here */
    static const uint32_t MAX[NUMBERS] = {UINT32_MAX, 100, 0, 0, 400, FP_MAX_LOCK_S, UINT32_MAX, 3, 4, 6, MAX_SECONDS, FP_MAX_SERIES, 0};
    uint64_t number = take_varint(in), max = MAX[kind] != 0 ? MAX[kind] : MAX_TIME;
    if (number > max || (number == 0 && kind >= POSITIVE)) fail(in, kind == BASE ? FP_BAD_TIME : FP_OUT_OF_RANGE);
    return number;
}

/* A number as it is counted in two's complement, without leaning on how this compiler converts. */
static int64_t signed_of(uint64_t bits) { return bits <= INT64_MAX ? (int64_t)bits : -(int64_t)~bits - 1; }

static int64_t of_zigzag(uint64_t zigzag) {
    return signed_of((zigzag >> 1) ^ (0 - (zigzag & 1)));
}

/* ---- Reading telemetry ---- */

static void open_series(fp_telemetry *t) {
    fp_cursor *in = &t->in;
    fp_reading *now = &t->now;
    uint64_t count, first;
    unsigned scale = 0;
    t->series_left--;
    now->channel_length = take_byte(in);
    if (now->channel_length < 1 || now->channel_length > FP_MAX_ID) fail(in, FP_OUT_OF_RANGE);
    now->channel = (const char *)take(in, now->channel_length);
    if (in->reason == FP_OK && !fp_is_id(now->channel, now->channel_length)) fail(in, FP_OUT_OF_RANGE);
    t->shape = take_byte(in);
    if (t->shape > 15) fail(in, FP_UNSUPPORTED);
    now->raw = t->shape & FP_RAW;
    now->unit = FP_UNIT_NOT_SAID;
    t->unit_reason = FP_OK;
    if ((t->shape & UNIT) != 0) {
        now->unit = take_byte(in);
        /* It costs the series and not the frame. A unit of 0 is as unknown as 99. */
        if (now->unit < FP_CELSIUS || now->unit > FP_ONE) t->unit_reason = FP_UNKNOWN_UNIT;
    }
    if (!now->raw) scale = take_byte(in);
    if (scale > 9 && scale < 256 - 9) fail(in, FP_OUT_OF_RANGE);
    now->scale = (int8_t)scale;
    count = take_varint(in);
    if (count < 1) fail(in, FP_OUT_OF_RANGE);
    if (count > t->readings_left) fail(in, FP_TOO_LARGE);
    t->left = (uint32_t)count;
    t->readings_left -= t->left;
    first = take_varint(in);
    if (first > MAX_TIME - t->base) fail(in, FP_BAD_TIME);
    t->time = (int64_t)(t->base + first);
    t->step = (t->shape & FP_REGULAR) != 0 ? (int64_t)take_number(in, INTERVAL) : 0;
    now->integer = 0;
    t->fresh = 1;
}

/* Adds a zigzag number to a sum that lies within -max and max, or fails. */
static void take_difference(fp_cursor *in, int64_t *sum, int64_t max, fp_reason reason) {
    int64_t difference = of_zigzag(take_varint(in));
    /* What is cut off here would be out of bounds anyway, and nothing overflows. */
    if (difference <= 2 * max && difference >= -2 * max) difference += *sum;
    if (difference > max || difference < -max) fail(in, reason);
    else *sum = difference;
}

static int not_a_number(uint64_t bits) { return (bits << 1) >> 53 == 0x7FF; }

fp_reason fp_next(fp_telemetry *t, fp_reading *r) {
    fp_cursor *in = &t->in;
    fp_reading *now = &t->now;
    if (t->left == 0) {
        if (t->series_left == 0) return in->at == in->end ? FP_END : FP_TRAILING_BYTES;
        open_series(t);
    }
    if (!t->fresh) {
        if ((t->shape & FP_REGULAR) == 0) take_difference(in, &t->step, FP_MAX_TIME, FP_BAD_TIME);
        t->time += t->step;
        if ((uint64_t)t->time > MAX_TIME) fail(in, FP_BAD_TIME);
    }
    t->fresh = 0;
    t->left--;
    now->time_ms = (uint64_t)t->time;
    now->reason = t->unit_reason;
    now->quality = (t->shape & FP_QUALITIES) != 0 ? take_byte(in) & QUALITY_BITS : 0;
    if (now->raw) {
        unsigned i;
        for (i = 0; i < 64; i += 8) now->bits = now->bits >> 8 | (uint64_t)take_byte(in) << 56;
        if (not_a_number(now->bits)) {
            /* A failed sensor's value means nothing, so it may be NaN. */
            if ((now->quality & FP_FAULT) != 0) now->bits = 0;
            else if (now->reason == FP_OK) now->reason = FP_NOT_A_NUMBER;
        }
    } else {
        take_difference(in, &now->integer, FP_MAX_INTEGER, FP_OUT_OF_RANGE);
    }
    *r = *now;
    return in->reason;
}

/* Reads what stands before the first series. */
static fp_reason read_head(fp_telemetry *t, unsigned flags) {
    fp_cursor *in = &t->in;
    t->boot = (uint32_t)take_number(in, ANY);
    t->seq = (uint32_t)take_number(in, ANY);
    if ((flags & NEXT) != 0) t->next_s = (uint32_t)take_number(in, SECONDS);
    t->since_start = (flags & SINCE_START) != 0;
    if (t->since_start) t->up_ms = take_number(in, MILLIS);
    t->base = take_number(in, BASE);
    t->series_left = (uint32_t)take_number(in, SERIES);
    t->readings_left = FP_MAX_READINGS;
    return in->reason;
}

fp_reason fp_open(fp_telemetry *t, const uint8_t *frame, size_t length, const fp_key *key) {
    fp_telemetry start;
    fp_reading reading;
    fp_reason reason;
    memset(t, 0, sizeof *t);
    reason = open_frame(&t->in, FP_TELEMETRY, frame, length, key);
    if (reason == FP_OK) reason = read_head(t, frame[2]);
    /* A mistake in the last byte costs the whole frame, so nothing is given out before all of it was read once. */
    start = *t;
    while (reason == FP_OK) reason = fp_next(t, &reading);
    *t = start;
    t->in.reason = reason == FP_END ? FP_OK : reason; /* who does not look at it gets no readings either */
    return t->in.reason;
}

/* ---- Writing ---- */

static void put_bytes(fp_writer *to, const void *bytes, uint32_t n) {
    if (to->length > to->room || n > to->room - to->length) {
        to->length = to->room + 1;
    } else if (n > 0) {
        memcpy(to->out + to->length, bytes, n);
        to->length += n;
    }
}

static void put_byte(fp_writer *to, unsigned value) {
    uint8_t byte = (uint8_t)value;
    put_bytes(to, &byte, 1);
}

static void put_varint(fp_writer *to, uint64_t number) {
    for (; number >= 0x80; number >>= 7) put_byte(to, (unsigned)(number & 0x7F) | 0x80);
    put_byte(to, (unsigned)number);
}

/* A number in two's complement. */
static void put_zigzag(fp_writer *to, uint64_t bits) { put_varint(to, bits << 1 ^ (0 - (bits >> 63))); }

/* Begins a frame in a buffer, of which the room for the trailer is kept back. */
static fp_reason put_head(fp_writer *to, uint8_t *out, size_t capacity, const fp_key *key, unsigned type, unsigned flags) {
    uint32_t trailer = key == NULL ? CHECKSUM : TAG + CHECKSUM;
    fp_reason reason = check_key(key);
    if (reason != FP_OK) return reason;
    if (capacity < trailer) return FP_NO_SPACE;
    to->out = out;
    to->room = (uint32_t)capacity - trailer;
    to->length = 0;
    put_byte(to, MAGIC);
    put_byte(to, VERSION << 4 | type);
    put_byte(to, (key != NULL ? SIGNED : 0u) | flags);
    return FP_OK;
}

/* ---- Writing telemetry ---- */

/*
 * Raises a count that was written before it was known. At 128 it needs a second byte, for which all that is behind it moves: once in a
 * series, which is cheaper than asking the caller to know beforehand.
 */
static void raise_count(fp_writer *to, uint32_t at, uint32_t count) {
    uint8_t *out = to->out + at;
    if (count == 128) {
        put_byte(to, 0);
        if (to->length > to->room) return;
        memmove(out + 2, out + 1, to->length - at - 2);
    }
    if (count >= 128) {
        out[1] = (uint8_t)(count >> 7);
        count |= 128;
    }
    *out = (uint8_t)count;
}

/*
 * The encoder has a decoder inside, which reads what was written: it knows where the differences start from, and refuses what the other
 * side would refuse.
 */
static void read_back(fp_encoder *e, uint32_t from) {
    fp_cursor *in = &e->check.in;
    in->at = e->to.out + from;
    in->end = e->to.out + e->to.length;
    in->reason = FP_OK;
}

fp_reason fp_begin(fp_encoder *e, uint8_t *out, size_t capacity, const fp_head *head, const fp_key *key) {
    fp_writer *to = &e->to;
    unsigned flags = (head->next_s > 0 ? NEXT : 0u) | (head->since_start ? SINCE_START : 0u);
    fp_reason reason;
    memset(e, 0, sizeof *e);
    reason = put_head(to, out, capacity < FP_MAX_FRAME ? capacity : FP_MAX_FRAME, key, FP_TELEMETRY, flags);
    if (reason != FP_OK) return reason;
    e->key = key;
    put_varint(to, head->boot);
    put_varint(to, head->seq);
    if (head->next_s > 0) put_varint(to, head->next_s);
    if (head->since_start) put_varint(to, head->up_ms);
    put_varint(to, head->base_ms);
    e->series_at = to->length;
    put_byte(to, 1);
    if (to->length > to->room) return FP_NO_SPACE;
    read_back(e, HEAD);
    return read_head(&e->check, flags);
}

void fp_series_begin(fp_encoder *e, const fp_series *s) {
    e->series = *s;
    e->count = 0;
}

/* What stands before the readings of a series, written with the first of them, as it needs its time. */
static void put_series(fp_encoder *e, uint64_t time) {
    const fp_series *s = &e->series;
    fp_writer *to = &e->to;
    size_t length = strlen(s->channel);
    if (length > FP_MAX_ID) length = 0; /* which is as wrong, and has room in a byte */
    put_byte(to, (unsigned)length);
    put_bytes(to, s->channel, (uint32_t)length);
    put_byte(to, s->flags | (s->flags > 7 ? 0xFFu : s->unit != FP_UNIT_NOT_SAID ? UNIT : 0u));
    if (s->unit != FP_UNIT_NOT_SAID) put_byte(to, s->unit);
    if ((s->flags & FP_RAW) == 0) put_byte(to, (unsigned)s->scale & 0xFF);
    e->count_at = to->length;
    put_byte(to, 1);
    put_varint(to, time - e->check.base);
    if ((s->flags & FP_REGULAR) != 0) put_varint(to, s->interval_ms);
}

static fp_reason put_reading(fp_encoder *e, uint64_t time, uint64_t bits, unsigned raw, uint8_t quality) {
    fp_encoder before = *e;
    fp_writer *to = &e->to;
    fp_telemetry *check = &e->check;
    fp_reading reading;
    fp_reason reason;
    unsigned flags = e->series.flags;
    if (e->series.channel == NULL || (flags & FP_RAW) != raw) return FP_UNSUPPORTED;
    if (check->readings_left == 0) return FP_TOO_LARGE;
    if (e->count == 0) {
        if (e->series_count == FP_MAX_SERIES) return FP_TOO_LARGE;
        put_series(e, time);
        check->series_left = 1;
        check->left = 0;
        check->now.integer = 0;
    } else {
        check->left = 1;
        check->readings_left--;
        if ((flags & FP_REGULAR) == 0) put_zigzag(to, time - (uint64_t)check->time - (uint64_t)check->step);
    }
    if ((flags & FP_QUALITIES) != 0) put_byte(to, quality);
    if (raw) {
        unsigned i;
        for (i = 0; i < 64; i += 8) put_byte(to, (unsigned)(bits >> i) & 0xFF);
    } else {
        put_zigzag(to, bits - (uint64_t)check->now.integer);
    }
    reason = FP_NO_SPACE;
    if (to->length <= to->room) {
        read_back(e, before.to.length);
        reason = fp_next(check, &reading);
        if (reason == FP_OK) reason = reading.reason;
        if (reason == FP_OK && reading.time_ms != time) reason = FP_BAD_TIME;
        if (reason == FP_OK && reading.quality != quality) reason = FP_OUT_OF_RANGE;
    }
    if (reason == FP_OK) raise_count(to, e->count_at, ++e->count);
    if (reason == FP_OK && to->length <= to->room && e->count == 1) {
        uint32_t length = to->length;
        raise_count(to, e->series_at, ++e->series_count);
        e->count_at += to->length - length;
    }
    if (reason == FP_OK && to->length > to->room) reason = FP_NO_SPACE;
    /* Counts are raised last, and only where there is room: what is before the old length is as it was. */
    if (reason != FP_OK) *e = before;
    return reason;
}

fp_reason fp_put(fp_encoder *e, uint64_t time_ms, int64_t value, uint8_t quality) {
    return put_reading(e, time_ms, (uint64_t)value, 0, quality);
}

fp_reason fp_put_raw(fp_encoder *e, uint64_t time_ms, double value, uint8_t quality) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return put_reading(e, time_ms, bits, FP_RAW, quality);
}

fp_reason fp_end(fp_encoder *e, size_t *length) {
    if (e->series_count == 0) return FP_MISSING_FIELD;
    *length = seal(&e->to, e->key);
    return FP_OK;
}

/* ---- All other messages ---- */

/* What a field that is no number holds. */
enum { ID = NUMBERS, TEXT, LONG_TEXT, CHANNEL };

/* Which types have a field (bit n: type n), and its values. */
#define R (1u << FP_RECEIPT)
#define C (1u << FP_CONFIG)
#define D (1u << FP_COMMAND)
#define T (1u << FP_TIME)
#define S (1u << FP_STATUS)
#define A (1u << FP_ANSWER)
static const struct { uint8_t types, values; } FIELDS[FP_FIELDS] = {
    {0, ANY},
    {R | D | S, ANY}, {R | D | S, ANY}, {R | D, ANY},       /* boot, seq, from */
    {D | A, ID}, {C | A, POSITIVE},                         /* id, version */
    {S, UP_TO_4}, {S, ANY}, {S | T, MILLIS}, {T, MILLIS},   /* state, conn, up, utc */
    {S, UP_TO_3},                                           /* clock */
    {S, ANY}, {S, ANY}, {S, ANY}, {S, ANY}, {S, ANY},       /* kept, oldest_boot, oldest_seq, lost, config */
    {C | S, SECONDS}, {C | S, SECONDS}, {S, SECONDS},       /* report_s, sample_s, next_s */
    {S, TEXT}, {S, TEXT}, {S, PERCENT}, {S, RSSI}, /* model, firmware, battery, rssi */
    {C | S, CHANNEL},
    {D, UP_TO_6}, {D, WEEK},                                /* do, for_s */
    {A, UP_TO_3}, {A, TEXT}, {A, LONG_TEXT}, {A, ANY},      /* result, field, expected, count */
    {S, ANY},                                               /* abilities */
};

static unsigned is_text(unsigned field) { return FIELDS[field].values >= ID; }

/* UTF-8 without control characters. */
static int is_printable(const char *text, size_t length) {
    const uint8_t *at = (const uint8_t *)text, *end = at + length;
    while (at != end) {
        uint32_t c = *at++;
        unsigned more = c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3, i;
        if (c < 0x20 || (c >= 0x7F && c < 0xC2)) return 0;
        if (more == 0) continue;
        c -= 0x100u - (0x80u >> more);
        for (i = 0; i < more; i++) {
            if (at == end || *at >> 6 != 2) return 0;
            c = c << 6 | (*at++ & 0x3F);
        }
        /* Longer than needed, half of a surrogate pair, beyond Unicode. */
        if (c < 1u << (5 * more + 1) || c >> 11 == 0xD800 >> 11 || c > 0x10FFFF) return 0;
    }
    return 1;
}

static fp_reason check_text(unsigned values, fp_text text) {
    unsigned unit = FP_UNIT_NOT_SAID;
    int good;
    if (values == CHANNEL && text.length > 0) {
        unit = (uint8_t)*text.at++;
        text.length--;
    }
    if (unit > FP_ONE) return FP_UNKNOWN_UNIT;
    if (values == CHANNEL || values == ID) good = fp_is_id(text.at, text.length) && (values != ID || text.length <= 32);
    else good = text.length <= (values == TEXT ? 64 : 128) && is_printable(text.at, text.length);
    return good ? FP_OK : FP_OUT_OF_RANGE;
}

/* What a message cannot do without, and what its fields have to do with each other. */
static fp_reason check_message(const fp_message *m) {
    static const uint32_t NEEDED[] = {
        [FP_RECEIPT] = FP_HAS(FP_BOOT) | FP_HAS(FP_SEQ), [FP_CONFIG] = FP_HAS(FP_VERSION), [FP_COMMAND] = FP_HAS(FP_ID) | FP_HAS(FP_DO),
        [FP_TIME] = FP_HAS(FP_UTC) | FP_HAS(FP_UP), [FP_STATUS] = FP_HAS(FP_STATE) | FP_HAS(FP_BOOT) | FP_HAS(FP_CONN),
        [FP_ANSWER] = FP_HAS(FP_RESULT),
    };
    static const uint32_t OLDEST = FP_HAS(FP_OLDEST_BOOT) | FP_HAS(FP_OLDEST_SEQ), NAMES = FP_HAS(FP_ID) | FP_HAS(FP_VERSION);
    uint32_t has = m->has, needed = NEEDED[m->type];
    uint64_t what = fp_number(m, FP_DO), for_s = fp_number(m, FP_FOR_S) - (what == FP_IDENTIFY);
    if (m->type == FP_ANSWER && (has & NAMES) == NAMES) return FP_OUT_OF_RANGE;
    if (m->type == FP_ANSWER && (has & NAMES) == 0) return FP_MISSING_FIELD;
    if (what == FP_IDENTIFY || what >= FP_LOCK) needed |= FP_HAS(FP_FOR_S);
    if (what == FP_BACKLOG) needed |= FP_HAS(FP_BOOT) | FP_HAS(FP_SEQ);
    if ((has & OLDEST) != 0) needed |= OLDEST;
    if ((has & needed) != needed) return FP_MISSING_FIELD;
    if ((what == FP_BACKLOG || m->type == FP_RECEIPT) && fp_number(m, FP_FROM) > fp_number(m, FP_SEQ)) return FP_OUT_OF_RANGE;
    /* Of identify one less, so that its 0 is too large. */
    if (what != FP_LOCK && for_s > (what == FP_IDENTIFY ? 3599 : 3600)) return FP_OUT_OF_RANGE;
    return FP_OK;
}

/* Reads the fields of a body, and judges them. */
static fp_reason read_fields(fp_message *m, unsigned type, fp_cursor *in) {
    uint64_t last = 0;
    memset(m, 0, sizeof *m);
    m->type = type;
    if (type < FP_RECEIPT || type > FP_ANSWER) return FP_UNSUPPORTED;
    while (in->reason == FP_OK && in->at != in->end) {
        const uint8_t *at = in->at;
        uint64_t tag = take_varint(in), number = tag >> 1;
        unsigned field = number < FP_FIELDS ? (unsigned)number : 0, values = FIELDS[field].values;
        int known = (FIELDS[field].types >> type & 1) != 0;
        if (number < last || (number == last && known && values != CHANNEL)) fail(in, FP_OUT_OF_RANGE);
        last = number;
        if (known && (tag & 1) != is_text(field)) fail(in, FP_WRONG_TYPE);
        if (!known) {
            number = take_varint(in);
            if ((tag & 1) != 0) (void)take(in, number);
            continue;
        }
        if (is_text(field)) {
            fp_text *text = &m->field[field].text;
            number = take_varint(in);
            text->length = (size_t)number;
            text->at = (const char *)take(in, number);
            if (in->reason == FP_OK) in->reason = check_text(values, *text);
            if (values == CHANNEL) {
                if (m->channel_count++ == 0) m->next_channel = at;
                if (m->channel_count > FP_MAX_CHANNELS) fail(in, FP_TOO_LARGE);
            }
        } else {
            number = take_number(in, values);
            if (field == FP_DO && number == 4) fail(in, FP_OUT_OF_RANGE); /* which no command has */
            m->field[field].number = values == RSSI ? (uint64_t)of_zigzag(number) : number;
        }
        m->has |= FP_HAS(field);
    }
    return in->reason != FP_OK ? in->reason : check_message(m);
}

fp_reason fp_decode(fp_message *m, fp_type type, const uint8_t *frame, size_t length, const fp_key *key) {
    fp_cursor in;
    fp_reason reason = open_frame(&in, type, frame, length, key);
    return reason != FP_OK ? reason : read_fields(m, type, &in);
}

fp_reason fp_next_channel(fp_message *m, fp_channel *channel) {
    const uint8_t *at = m->next_channel;
    if (m->channel_count == 0) return FP_END;
    /* Field number and length were checked, and are a byte each. */
    m->channel_count--;
    m->next_channel += 2 + at[1];
    channel->unit = at[2];
    channel->id.at = (const char *)at + 3;
    channel->id.length = at[1] - 1u;
    return FP_OK;
}

static void put_text(fp_writer *to, unsigned field, const uint8_t *unit, fp_text text) {
    put_varint(to, field << 1 | 1);
    put_varint(to, text.length + (unit != NULL));
    if (unit != NULL) put_byte(to, *unit);
    put_bytes(to, text.at, (uint32_t)text.length);
}

fp_reason fp_encode(const fp_message *m, uint8_t *out, size_t capacity, const fp_key *key, size_t *length) {
    fp_writer to;
    fp_cursor in;
    fp_message check;
    fp_reason reason = put_head(&to, out, capacity < FP_MAX_MESSAGE ? capacity : FP_MAX_MESSAGE, key, m->type, 0);
    unsigned field;
    if (reason != FP_OK) return reason;
    for (field = 1; field < FP_FIELDS; field++) {
        uint32_t i;
        if (field == FP_CHANNEL) {
            for (i = 0; i < m->channel_count; i++) put_text(&to, field, &m->channels[i].unit, m->channels[i].id);
        } else if (fp_has(m, field)) {
            uint64_t number = m->field[field].number;
            if (is_text(field)) {
                put_text(&to, field, NULL, m->field[field].text);
            } else {
                put_varint(&to, field << 1);
                if (field == FP_RSSI) put_zigzag(&to, number);
                else put_varint(&to, number);
            }
        }
    }
    if (to.length > to.room) return FP_NO_SPACE;
    /* What the other side will do. */
    in.at = out + HEAD;
    in.end = out + to.length;
    in.reason = FP_OK;
    reason = read_fields(&check, m->type, &in);
    /* A field that messages of this type do not have would be skipped over there, and lost. */
    if (reason == FP_OK && ((check.has ^ m->has) & ~FP_HAS(FP_CHANNEL)) != 0) reason = FP_UNSUPPORTED;
    if (reason == FP_OK) *length = seal(&to, key);
    return reason;
}
