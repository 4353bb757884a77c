/*
 * Drives frostproof.c from outside, one request a line, so that another implementation can be held against it (CReferenceIT does, with
 * the Java codec). Words are separated by blanks; KEY is a key in hex, or -.
 *
 *   t KEY FRAME                decode telemetry   -> ok BOOT SEQ NEXT UP|- READING...          or: bad REASON
 *                                                    READING: CHANNEL:TIME:BITS:QUALITY:UNIT, BITS a double in hex
 *                                                    or !REASON for what cannot be used (for a series with an unknown unit: once)
 *   m TYPE KEY FRAME           decode a message   -> ok FIELD=VALUE...                         or: bad REASON
 *                                                    VALUE: a number, or text in hex; channels UNIT:ID, in order
 *   T KEY BOOT SEQ NEXT UP|- BASE SERIES...       -> FRAME in hex                              or: bad REASON
 *                              SERIES: /CHANNEL:FLAGS:UNIT:SCALE:INTERVAL, and its readings behind it: TIME:VALUE:QUALITY, VALUE an
 *                              integer, or in a raw series a double in hex
 *   M TYPE KEY FIELD=VALUE...  encode a message   -> FRAME in hex                              or: bad REASON
 */
#define _POSIX_C_SOURCE 200809L
#include "../frostproof.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const REASONS[] = FP_REASON_NAMES;

static uint8_t *bytes;
static size_t bytes_room;

static int digit(int c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

/* Into a block of exactly that size, so that a sanitizer sees a read behind the end. */
static uint8_t *unhex(const char *hex, size_t *length) {
    uint8_t *out;
    size_t i;
    *length = strlen(hex) / 2;
    out = malloc(*length > 0 ? *length : 1);
    if (out == NULL) abort();
    for (i = 0; i < *length; i++) {
        int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) abort();
        out[i] = (uint8_t)(high * 16 + low);
    }
    return out;
}

static void print_hex(const void *data, size_t length) {
    const uint8_t *at = data;
    for (; length > 0; length--) printf("%02x", *at++);
}

static void bad(fp_reason reason) { printf("bad %s", REASONS[reason]); }

static const fp_key *read_key(const char *word, fp_key *key, uint8_t **block) {
    *block = NULL;
    if (strcmp(word, "-") == 0) return NULL;
    *block = unhex(word, &key->length);
    key->bytes = *block;
    return key;
}

static void decode_telemetry(const fp_key *key, const uint8_t *frame, size_t length) {
    fp_telemetry t;
    fp_reading r;
    const char *series = NULL;
    fp_reason reason = fp_open(&t, frame, length, key);
    if (reason != FP_OK) {
        bad(reason);
        return;
    }
    printf("ok %" PRIu32 " %" PRIu32 " %" PRIu32, t.boot, t.seq, t.next_s);
    if (t.since_start) printf(" %" PRIu64, t.up_ms);
    else printf(" -");
    while ((reason = fp_next(&t, &r)) == FP_OK) {
        if (r.reason == FP_OK) {
            double value = fp_value(&r);
            uint64_t bits;
            memcpy(&bits, &value, sizeof bits);
            printf(" %.*s:%" PRIu64 ":%016" PRIx64 ":%u:%u", r.channel_length, r.channel, r.time_ms, bits, r.quality, r.unit);
        } else if (r.reason != FP_UNKNOWN_UNIT || r.channel != series) {
            printf(" !%s", REASONS[r.reason]);
        }
        series = r.channel;
    }
    if (reason != FP_END) abort();
}

static int text_field(unsigned field) {
    return field == FP_ID || field == FP_MODEL || field == FP_FIRMWARE || field == FP_FIELD || field == FP_EXPECTED;
}

static void decode_message(fp_type type, const fp_key *key, const uint8_t *frame, size_t length) {
    fp_message m;
    fp_channel channel;
    unsigned field;
    fp_reason reason = fp_decode(&m, type, frame, length, key);
    if (reason != FP_OK) {
        bad(reason);
        return;
    }
    printf("ok");
    for (field = 1; field < FP_FIELDS; field++) {
        if (field == FP_CHANNEL) {
            while (fp_next_channel(&m, &channel) == FP_OK) {
                printf(" %u=%u:%.*s", field, channel.unit, (int)channel.id.length, channel.id.at);
            }
        } else if (fp_has(&m, field)) {
            printf(" %u=", field);
            if (text_field(field)) print_hex(fp_get_text(&m, field).at, fp_get_text(&m, field).length);
            else if (field == FP_RSSI) printf("%" PRId64, (int64_t)fp_number(&m, field));
            else printf("%" PRIu64, fp_number(&m, field));
        }
    }
}

/* Cuts the next piece off a text, up to one of some characters; NULL when there is none left. */
static char *cut(char **rest, const char *at) {
    char *start = *rest + strspn(*rest, at), *end = start + strcspn(start, at);
    if (*start == 0) return NULL;
    *rest = *end == 0 ? end : end + 1;
    *end = 0;
    return start;
}

static char *word(char **rest) { return cut(rest, " \n"); }

/* As word() and the parts of one, where the caller has made a mistake if there is none. */
static char *need(char *text) {
    if (text == NULL) {
        fprintf(stderr, "codec: something is missing in a line\n");
        exit(64);
    }
    return text;
}

static char *part(char **w) { return need(cut(w, ":")); }

static uint64_t number(char *text) { return strtoull(need(text), NULL, 10); }

static void encode_telemetry(const fp_key *key, char *line) {
    fp_encoder e;
    fp_head head = {0};
    fp_series series = {0};
    char *w;
    size_t length;
    fp_reason reason;
    head.boot = (uint32_t)number(word(&line));
    head.seq = (uint32_t)number(word(&line));
    head.next_s = (uint32_t)number(word(&line));
    w = need(word(&line));
    head.since_start = *w != '-';
    if (head.since_start) head.up_ms = number(w);
    head.base_ms = number(word(&line));
    reason = fp_begin(&e, bytes, bytes_room, &head, key);
    while (reason == FP_OK && (w = word(&line)) != NULL) {
        if (*w == '/') {
            w++;
            series.channel = part(&w);
            series.flags = (uint8_t)number(part(&w));
            series.unit = (uint8_t)number(part(&w));
            series.scale = (int8_t)strtol(part(&w), NULL, 10);
            series.interval_ms = number(part(&w));
            fp_series_begin(&e, &series);
        } else {
            uint64_t time = number(part(&w));
            const char *value = part(&w);
            uint8_t quality = (uint8_t)number(part(&w));
            if ((series.flags & FP_RAW) != 0) {
                uint64_t bits = strtoull(value, NULL, 16);
                double raw;
                memcpy(&raw, &bits, sizeof raw);
                reason = fp_put_raw(&e, time, raw, quality);
            } else {
                reason = fp_put(&e, time, strtoll(value, NULL, 10), quality);
            }
        }
    }
    if (reason == FP_OK) reason = fp_end(&e, &length);
    if (reason == FP_OK) print_hex(bytes, length);
    else bad(reason);
}

static void encode_message(uint32_t type, const fp_key *key, char *line) {
    static fp_channel channels[100];
    fp_message m = {0};
    char *w, *texts[FP_FIELDS] = {0};
    size_t length, i;
    fp_reason reason;
    m.type = type;
    m.channels = channels;
    while ((w = word(&line)) != NULL) {
        unsigned field = (unsigned)number(cut(&w, "="));
        char *value = w;
        if (field == FP_CHANNEL) {
            channels[m.channel_count].unit = (uint8_t)number(part(&value));
            channels[m.channel_count].id.at = value;
            channels[m.channel_count++].id.length = strlen(value);
        } else if (text_field(field)) {
            uint8_t *text = unhex(value, &length);
            texts[field] = malloc(length + 1);
            if (texts[field] == NULL) abort();
            memcpy(texts[field], text, length);
            texts[field][length] = 0;
            free(text);
            fp_set_text(&m, field, texts[field]);
        } else if (field == FP_RSSI) {
            fp_set(&m, field, (uint64_t)strtoll(value, NULL, 10));
        } else {
            fp_set(&m, field, number(value));
        }
    }
    reason = fp_encode(&m, bytes, bytes_room, key, &length);
    if (reason == FP_OK) print_hex(bytes, length);
    else bad(reason);
    for (i = 0; i < FP_FIELDS; i++) free(texts[i]);
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    bytes_room = FP_MAX_FRAME;
    bytes = malloc(bytes_room);
    if (bytes == NULL) abort();
    while (getline(&line, &room, stdin) > 0) {
        char *rest = line, *what = word(&rest);
        uint32_t type = 0;
        fp_key key;
        const fp_key *used;
        uint8_t *key_block, *frame;
        size_t length;
        if (what == NULL) continue;
        if (*what == 'm' || *what == 'M') type = (uint32_t)number(word(&rest));
        used = read_key(need(word(&rest)), &key, &key_block);
        if (*what == 't' || *what == 'm') {
            char *hex = word(&rest);
            frame = unhex(hex == NULL ? "" : hex, &length);
            if (*what == 't') decode_telemetry(used, frame, length);
            else decode_message((fp_type)type, used, frame, length);
            free(frame);
        } else if (*what == 'T') {
            encode_telemetry(used, rest);
        } else {
            encode_message(type, used, rest);
        }
        putchar('\n');
        free(key_block);
    }
    free(line);
    free(bytes);
    return 0;
}
