/*
 * Holds frostproof.c against the golden vectors, as every implementation is (PROTOCOL.md, Certify an implementation): each frame has to
 * decode to what the file says, or to be refused for the reason that the file says, and what the file calls input has to be written so
 * that it reads as what it decodes to. JSON vectors are not for this code and are counted as such.
 *
 *   vectors FILE     prints a line for each failure and a summary; exit code 1 if there is a failure, or fewer than 40 vectors to check
 */
#define _POSIX_C_SOURCE 200809L
#include "../frostproof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const REASONS[] = FP_REASON_NAMES;
static const char *const UNITS[] = {NULL, "Cel", "[degF]", "K", "%", "V", "mV", "1"};

/* ---- A small reader of JSON that is known to be well-formed; what it allocates it never frees ---- */

typedef struct json {
    enum { NOTHING, FALSE, TRUE, NUMBER, TEXT, LIST, OBJECT } kind;
    char *text;   /* NUMBER as written, TEXT as UTF-8 */
    char *name;   /* within an object */
    struct json *first, *next;
} json;

static const char *at;

static void fail_json(const char *expected) {
    fprintf(stderr, "vectors: expected %s before: %.40s\n", expected, at);
    exit(2);
}

static void blank(void) { at += strspn(at, " \t\r\n"); }

static int accept(char c) {
    blank();
    if (*at != c) return 0;
    at++;
    return 1;
}

static unsigned hex4(void) {
    char digits[5] = {0};
    memcpy(digits, at, 4);
    at += 4;
    return (unsigned)strtoul(digits, NULL, 16);
}

static char *add_utf8(char *out, unsigned c) {
    if (c >= 0x10000) {
        *out++ = (char)(0xF0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 63));
        *out++ = (char)(0x80 | (c >> 6 & 63));
    } else if (c >= 0x800) {
        *out++ = (char)(0xE0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 63));
    } else if (c >= 0x80) {
        *out++ = (char)(0xC0 | c >> 6);
    }
    *out++ = (char)(c < 0x80 ? c : 0x80 | (c & 63));
    return out;
}

static char *read_text(void) {
    char *text = malloc(strlen(at) + 1), *out = text;
    size_t end = strcspn(at, "\"\\");
    if (text == NULL) abort();
    free(text);
    /* Escapes only shorten a text. */
    while (at[end] == '\\') end += 2 + strcspn(at + end + 2, "\"\\");
    out = text = malloc(end + 1);
    if (text == NULL) abort();
    while (*at != '"') {
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        at++;
        switch (*at++) {
        case 'n': *out++ = '\n'; break;
        case 't': *out++ = '\t'; break;
        case 'r': *out++ = '\r'; break;
        case 'b': *out++ = '\b'; break;
        case 'f': *out++ = '\f'; break;
        case 'u': {
            unsigned c = hex4();
            if (c >= 0xD800 && c < 0xDC00 && at[0] == '\\' && at[1] == 'u') {
                at += 2;
                c = 0x10000 + ((c - 0xD800) << 10) + (hex4() - 0xDC00);
            }
            out = add_utf8(out, c);
            break;
        }
        default: *out++ = at[-1]; break;
        }
    }
    at++;
    *out = 0;
    return text;
}

static json *read_json(void) {
    json *value = calloc(1, sizeof *value), **last = &value->first;
    if (value == NULL) abort();
    blank();
    if (accept('"')) {
        value->kind = TEXT;
        value->text = read_text();
    } else if (*at == '{' || *at == '[') {
        char end = *at++ == '{' ? '}' : ']';
        value->kind = end == '}' ? OBJECT : LIST;
        while (!accept(end)) {
            char *name = NULL;
            if (value->first != NULL && !accept(',')) fail_json("a comma");
            if (end == '}') {
                if (!accept('"')) fail_json("a name");
                name = read_text();
                if (!accept(':')) fail_json("a colon");
            }
            *last = read_json();
            (*last)->name = name;
            last = &(*last)->next;
        }
    } else {
        size_t length = strspn(at, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");
        if (length == 0) fail_json("a value");
        value->text = strndup(at, length);
        value->kind = *at == 't' ? TRUE : *at == 'f' ? FALSE : *at == 'n' ? NOTHING : NUMBER;
        at += length;
    }
    return value;
}

/* NULL also for null. */
static const json *get(const json *object, const char *name) {
    const json *field;
    if (object == NULL) return NULL;
    for (field = object->first; field != NULL; field = field->next) {
        if (field->name != NULL && strcmp(field->name, name) == 0) return field->kind == NOTHING ? NULL : field;
    }
    return NULL;
}

static const char *text_of(const json *object, const char *name) {
    const json *field = get(object, name);
    return field == NULL ? "" : field->text;
}

static uint64_t number_of(const json *object, const char *name) { return strtoull(text_of(object, name), NULL, 10); }

/* ---- Vectors ---- */

static uint8_t *unhex(const char *hex, size_t *length) {
    uint8_t *out;
    size_t i;
    *length = strlen(hex) / 2;
    out = malloc(*length > 0 ? *length : 1);
    if (out == NULL) abort();
    for (i = 0; i < *length; i++) {
        unsigned byte;
        if (sscanf(hex + 2 * i, "%2x", &byte) != 1) abort();
        out[i] = (uint8_t)byte;
    }
    return out;
}

static unsigned unit_code(const json *reading, const char *name) {
    const json *unit = get(reading, name);
    unsigned code;
    for (code = 1; unit != NULL && code <= FP_ONE; code++) {
        if (strcmp(UNITS[code], unit->text) == 0) return code;
    }
    return FP_UNIT_NOT_SAID;
}

static uint8_t quality_bits(const json *words) {
    unsigned bits = 0;
    for (words = words == NULL ? NULL : words->first; words != NULL; words = words->next) {
        bits |= strcmp(words->text, "clock") == 0 ? FP_CLOCK : strcmp(words->text, "fault") == 0 ? FP_FAULT : FP_EDGE;
    }
    return (uint8_t)bits;
}

/* What is different, or NULL. */
static const char *compare_telemetry(fp_telemetry *t, const json *expected) {
    const json *readings = get(expected, "readings"), *refused = get(expected, "refused");
    const char *series = NULL;
    fp_reading r;
    if (t->boot != number_of(expected, "boot") || t->seq != number_of(expected, "seq")) return "boot or seq";
    if (t->next_s != number_of(expected, "next_s")) return "next_s";
    if (t->since_start != (get(expected, "up_ms") != NULL) || t->up_ms != number_of(expected, "up_ms")) return "up";
    readings = readings == NULL ? NULL : readings->first;
    refused = refused == NULL ? NULL : refused->first;
    while (fp_next(t, &r) == FP_OK) {
        if (r.reason == FP_OK) {
            const char *channel;
            if (readings == NULL) return "more readings than expected";
            channel = text_of(readings, "ch");
            if (strlen(channel) != r.channel_length || memcmp(channel, r.channel, r.channel_length) != 0) return "channel";
            if (number_of(readings, "time_us") != r.time_ms * 1000) return "time";
            if (fp_value(&r) != strtod(text_of(readings, "value"), NULL)) return "value";
            if (unit_code(readings, "unit") != r.unit) return "unit";
            if (quality_bits(get(readings, "quality")) != r.quality) return "quality";
            readings = readings->next;
        } else if (r.reason != FP_UNKNOWN_UNIT || r.channel != series) {
            if (refused == NULL || strcmp(text_of(refused, "reason"), REASONS[r.reason]) != 0) return "what is refused";
            refused = refused->next;
        }
        series = r.channel;
    }
    if (readings != NULL) return "fewer readings than expected";
    return refused != NULL ? "less refused than expected" : NULL;
}

/* Names and words of the fields, by number. */
static const struct { const char *name, *words[7]; } FIELDS[FP_FIELDS] = {
    {0}, {"boot", {0}}, {"seq", {0}}, {"from", {0}}, {"id", {0}}, {"version", {0}}, {"state", {"online", "sleeping", "offline", "lost"}},
    {"conn", {0}}, {"up", {0}}, {"utc", {0}}, {"clock", {"rtc", "synced", "none"}}, {"kept", {0}}, {"oldest_boot", {0}}, {"oldest_seq", {0}},
    {"lost", {0}}, {"config", {0}}, {"report_s", {0}}, {"sample_s", {0}}, {"next_s", {0}}, {"model", {0}}, {"firmware", {0}},
    {"battery", {0}}, {"rssi", {0}}, {"channels", {0}}, {"do", {"identify", "backlog", "status", "", "lock", "buzzer"}}, {"for_s", {0}},
    {"result", {"done", "refused", "accepted"}}, {"field", {0}}, {"expected", {0}}, {"count", {0}}, {"abilities", {0}},
};

static uint64_t code_of(unsigned field, const json *value) {
    uint64_t code, bits = 0;
    if (field == FP_ABILITIES) {
        for (value = value->first; value != NULL; value = value->next) bits |= strcmp(value->text, "lock") == 0 ? FP_CAN_LOCK : FP_CAN_SOUND;
        return bits;
    }
    if (FIELDS[field].words[0] == NULL) return (uint64_t)strtoll(value->text, NULL, 10);
    for (code = 0; code < 7 && FIELDS[field].words[code] != NULL; code++) {
        if (strcmp(FIELDS[field].words[code], value->text) == 0) return code + 1;
    }
    return 0;
}

static const char *compare_message(fp_message *m, const json *expected) {
    unsigned field;
    fp_channel channel;
    for (field = 1; field < FP_FIELDS; field++) {
        const json *value = get(expected, FIELDS[field].name);
        if (field == FP_CHANNEL) {
            for (value = value == NULL ? NULL : value->first; value != NULL; value = value->next) {
                if (fp_next_channel(m, &channel) != FP_OK || !fp_text_is(channel.id, text_of(value, "ch"))) return "channels";
                if (channel.unit != unit_code(value, "unit")) return "unit of a channel";
            }
            if (fp_next_channel(m, &channel) != FP_END) return "more channels than expected";
        } else if (value == NULL) {
            if (fp_has(m, field)) return FIELDS[field].name;
        } else if (value->kind == TEXT && FIELDS[field].words[0] == NULL) {
            if (!fp_text_is(fp_get_text(m, field), value->text)) return FIELDS[field].name;
        } else if (field == FP_ABILITIES) {
            if ((fp_number(m, field) & (FP_CAN_LOCK | FP_CAN_SOUND)) != code_of(field, value)) return "abilities";
        } else if (fp_number(m, field) != code_of(field, value)) {
            return FIELDS[field].name; /* `from` need not be there to be 0 */
        }
    }
    return NULL;
}

static uint8_t written[FP_MAX_FRAME];

static fp_reason write_telemetry(const json *input, const json *decoded, const fp_key *key, size_t *length) {
    const json *reading = get(decoded, "readings")->first;
    fp_encoder e;
    fp_head head = {0};
    fp_reason reason;
    head.boot = (uint32_t)number_of(input, "boot");
    head.seq = (uint32_t)number_of(input, "seq");
    head.next_s = (uint32_t)number_of(input, "next_s");
    head.since_start = get(input, "up") != NULL;
    head.up_ms = number_of(input, "up");
    reason = fp_begin(&e, written, sizeof written, &head, key);
    for (; reason == FP_OK && reading != NULL; reading = reading->next) {
        static fp_series series;
        unsigned unit = unit_code(reading, "unit");
        if (reading == get(decoded, "readings")->first || series.unit != unit || strcmp(series.channel, text_of(reading, "ch")) != 0) {
            series.channel = text_of(reading, "ch");
            series.flags = FP_RAW | FP_QUALITIES;
            series.unit = (uint8_t)unit;
            fp_series_begin(&e, &series);
        }
        reason = fp_put_raw(&e, number_of(reading, "time_us") / 1000, strtod(text_of(reading, "value"), NULL), quality_bits(get(reading, "quality")));
    }
    return reason == FP_OK ? fp_end(&e, length) : reason;
}

static fp_reason write_message(fp_type type, const json *input, const fp_key *key, size_t *length) {
    static fp_channel channels[FP_MAX_CHANNELS];
    fp_message m = {0};
    unsigned field;
    m.type = type;
    m.channels = channels;
    for (field = 1; field < FP_FIELDS; field++) {
        const json *value = get(input, FIELDS[field].name);
        if (value == NULL) continue;
        if (field == FP_CHANNEL) {
            for (value = value->first; value != NULL && m.channel_count < FP_MAX_CHANNELS; value = value->next) {
                channels[m.channel_count].id.at = text_of(value, "ch");
                channels[m.channel_count].id.length = strlen(text_of(value, "ch"));
                channels[m.channel_count++].unit = (uint8_t)unit_code(value, "unit");
            }
        } else if (value->kind == TEXT && FIELDS[field].words[0] == NULL) {
            fp_set_text(&m, field, value->text);
        } else {
            fp_set(&m, field, code_of(field, value));
        }
    }
    return fp_encode(&m, written, sizeof written, key, length);
}

static fp_reason read_frame(fp_type type, const uint8_t *frame, size_t length, const fp_key *key, const json *expected, const char **difference) {
    fp_reason reason;
    if (type == FP_TELEMETRY) {
        fp_telemetry t;
        reason = fp_open(&t, frame, length, key);
        if (reason == FP_OK) *difference = compare_telemetry(&t, expected);
    } else {
        fp_message m;
        reason = fp_decode(&m, type, frame, length, key);
        if (reason == FP_OK) *difference = compare_message(&m, expected);
    }
    return reason;
}

/* What is wrong with this implementation, or NULL. */
static const char *check(const json *vector) {
    static const char *const TYPES[] = {"", "telemetry", "receipt", "config", "command", "time", "status", "answer"};
    const json *decoded = get(vector, "decoded"), *input = get(vector, "input");
    const char *wrong = NULL, *expected = decoded != NULL ? "ok" : text_of(get(vector, "malformed"), "reason");
    unsigned type = 1;
    fp_key key = {NULL, 0}, *used = get(vector, "key_hex") == NULL ? NULL : &key;
    size_t length;
    uint8_t *frame = unhex(text_of(vector, "hex"), &length);
    fp_reason reason;
    while (type < FP_ANSWER && strcmp(TYPES[type], text_of(vector, "type")) != 0) type++;
    if (used != NULL) key.bytes = unhex(text_of(vector, "key_hex"), &key.length);
    reason = read_frame((fp_type)type, frame, length, used, decoded, &wrong);
    if (strcmp(REASONS[reason], expected) != 0) wrong = REASONS[reason];
    if (wrong == NULL && input != NULL) {
        reason = type == FP_TELEMETRY ? write_telemetry(input, decoded, used, &length) : write_message((fp_type)type, input, used, &length);
        if (reason == FP_OK) reason = read_frame((fp_type)type, written, length, used, decoded, &wrong);
        if (reason != FP_OK) wrong = REASONS[reason];
    }
    free(frame);
    free((void *)(uintptr_t)key.bytes);
    return wrong;
}

int main(int argc, char **argv) {
    unsigned good = 0, malformed = 0, failed = 0, json_ones = 0, inputs = 0;
    const json *vector, *file;
    char *text = NULL;
    size_t room = 0;
    FILE *in = fopen(argc > 1 ? argv[1] : "", "r");
    if (in == NULL || getdelim(&text, &room, 0, in) <= 0) {
        fprintf(stderr, "vectors: %s cannot be read\n", argc > 1 ? argv[1] : "no file was named, which");
        return 2;
    }
    at = text;
    file = read_json();
    for (vector = get(file, "vectors")->first; vector != NULL; vector = vector->next) {
        const char *wrong;
        if (strcmp(text_of(vector, "form"), "binary") != 0) {
            json_ones++;
            continue;
        }
        wrong = check(vector);
        if (wrong != NULL) {
            printf("FAILED %s: %s\n", text_of(vector, "name"), wrong);
            failed++;
        }
        if (get(vector, "decoded") != NULL) good++;
        else malformed++;
        if (get(vector, "input") != NULL) inputs++;
    }
    printf("golden vectors: %u good (%u also written), %u malformed, %u failed; %u are JSON\n", good, inputs, malformed, failed, json_ones);
    return failed > 0 || good + malformed < 40;
}
