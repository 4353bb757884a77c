/*
 * Frostproof's binary frames for devices: write telemetry and status, read receipts, configurations and commands.
 * The contract is ../PROTOCOL.md; this page is enough to use the code.
 *
 * Add frostproof.c and this file to your firmware. C99, nothing but <stdint.h>, <stddef.h> and <string.h>; no allocation, no recursion, no
 * state between calls except in the structs that you own, the same result on every byte order. Floating point is used in
 * fp_value() alone: firmware that does not call it links none.
 *
 * Sending, with a sensor that counts hundredths of a degree:
 *
 *     static const fp_series t1 = {.channel = "t1", .unit = FP_CELSIUS, .scale = -2};
 *     uint8_t frame[FP_TELEMETRY_SIZE(1, 60)];
 *     size_t length;
 *     fp_head head = {.boot = boot, .seq = seq, .base_ms = first_reading_ms};
 *     fp_encoder e;
 *     fp_reason r = fp_begin(&e, frame, sizeof frame, &head, NULL);
 *     fp_series_begin(&e, &t1);
 *     for (i = 0; r == FP_OK && i < n; i++) r = fp_put(&e, time_ms[i], centidegrees[i], 0);
 *     if (r == FP_OK) r = fp_end(&e, &length);
 *
 * Receiving what the server sent to down/receipt:
 *
 *     fp_message m;
 *     if (fp_decode(&m, FP_RECEIPT, payload, payload_length, NULL) == FP_OK)
 *         forget(fp_number(&m, FP_BOOT), fp_number(&m, FP_FROM), fp_number(&m, FP_SEQ));
 *
 * Ownership: every buffer, key and string is yours and is only borrowed; a comment says where it must outlive the call. Threads: functions
 * touch nothing but their arguments, so any number of threads or interrupts may use them at once, each with structs of its own.
 *
 * Copyright 2026 the Frostproof authors. Licensed under the Apache License, Version 2.0.
 */
#ifndef FROSTPROOF_H
#define FROSTPROOF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define FP_CHECK __attribute__((warn_unused_result))
#else
#define FP_CHECK
#endif

/* Limits of the contract. */
#define FP_MAX_FRAME 65536u             /* bytes of a telemetry frame */
#define FP_MAX_MESSAGE 4096u            /* bytes of a frame of any other type */
#define FP_MAX_READINGS 8192u           /* in a frame, all series together */
#define FP_MAX_SERIES 255u              /* in a frame */
#define FP_MAX_ID 64u                   /* bytes of a channel id */
#define FP_MAX_CHANNELS 64u             /* in a status or a configuration */
#define FP_MAX_TIME INT64_C(253402300799999) /* ms; the end of the year 9999 */
#define FP_MAX_INTEGER INT64_C(9007199254740992) /* 2^53, the largest integer value, positive or negative */

/*
 * Room that a telemetry frame of so many series and readings needs at the very worst: irregular times, qualities, long channel ids, a
 * signature. A usual frame takes a tenth. A smaller buffer is no mistake: fp_put() says FP_NO_SPACE when it is full, and the frame can be ended.
 */
#define FP_TELEMETRY_SIZE(series, readings) (59u + 84u * (series) + 17u * (readings))

/* What became of a call. Those from FP_TOO_LARGE to FP_TRAILING_BYTES are the reasons of PROTOCOL.md, by the same names. */
typedef enum {
    FP_OK = 0,
    FP_END,                 /* nothing more to read; not an error */
    FP_TOO_LARGE,           /* frame, number of readings, series or channels above the contract's limit */
    FP_MISSING_FIELD,       /* a field that the message must have is not there */
    FP_WRONG_TYPE,          /* a text field sent as number, or the other way round */
    FP_OUT_OF_RANGE,        /* a number beyond its range, an id that is none, fields out of order or twice */
    FP_NOT_A_NUMBER,        /* NaN or infinity */
    FP_BAD_TIME,            /* a time before 0 or beyond FP_MAX_TIME */
    FP_UNKNOWN_UNIT,
    FP_NOT_A_FRAME,         /* does not begin with the magic byte (perhaps it is JSON), or shorter than any frame */
    FP_UNSUPPORTED_VERSION,
    FP_UNSUPPORTED,         /* type, flag or shape that this version does not have; another type than expected; signing left out of this build */
    FP_BAD_CHECKSUM,
    FP_UNSIGNED,            /* you gave a key, and the frame has no tag */
    FP_BAD_SIGNATURE,
    FP_TRUNCATED,           /* a field reaches beyond the end */
    FP_BAD_VARINT,
    FP_TRAILING_BYTES,
    FP_NO_SPACE             /* encoder only: your buffer is too small */
} fp_reason;

/*
 * The reasons as in PROTOCOL.md, for logs that can afford 200 bytes:
 *
 *     static const char *const reasons[] = FP_REASON_NAMES;
 *     puts(reasons[fp_open(...)]);
 */
#define FP_REASON_NAMES                                                                                                            \
    {"ok", "end", "too_large", "missing_field", "wrong_type", "out_of_range", "not_a_number", "bad_time", "unknown_unit",          \
     "not_a_frame", "unsupported_version", "unsupported", "bad_checksum", "unsigned", "bad_signature", "truncated", "bad_varint", \
     "trailing_bytes", "no_space"}

/* A secret shared by one device and the server: 16 to 64 bytes. Where a function takes a key, NULL means that nothing is signed or checked. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
} fp_key;

/* UCUM units by their code in a frame. FP_UNIT_NOT_SAID: the unit that the network declares for the channel. */
typedef enum {
    FP_UNIT_NOT_SAID = 0,
    FP_CELSIUS = 1,     /* Cel */
    FP_FAHRENHEIT = 2,  /* [degF] */
    FP_KELVIN = 3,      /* K */
    FP_PERCENT = 4,     /* % */
    FP_VOLT = 5,        /* V */
    FP_MILLIVOLT = 6,   /* mV */
    FP_ONE = 7          /* 1: a count, the state of a door */
} fp_unit;

/* Quality bits of a reading; 0 is a good one. */
#define FP_CLOCK 1u /* its time is doubtful */
#define FP_FAULT 2u /* the sensor failed its own check; the value means nothing */
#define FP_EDGE 4u  /* taken because something happened, not because it was time */

/* ------------------------------------------------------------------------------------------------------------------------------------
 * What telemetry is read into; writing needs it too
 * ---------------------------------------------------------------------------------------------------------------------------------- */

/* Where a frame is being read; private. */
typedef struct {
    const uint8_t *at, *end;
    fp_reason reason;
} fp_cursor;

typedef struct {
    /* FP_OK, or why this reading cannot be used though the others can: FP_NOT_A_NUMBER, FP_UNKNOWN_UNIT. */
    fp_reason reason;
    const char *channel;    /* points into the frame; does NOT end with NUL */
    uint8_t channel_length;
    uint8_t unit;           /* fp_unit, or an unknown code */
    uint8_t quality;        /* known bits only */
    uint8_t raw;            /* 1: the value is `bits`, an IEEE 754 double; 0: it is integer times 10^scale */
    int8_t scale;
    uint64_t time_ms;
    int64_t integer;
    uint64_t bits;
} fp_reading;

/* A frame that is being read. The first fields are for you. */
typedef struct {
    uint32_t boot, seq;
    uint32_t next_s;        /* 0: not said */
    uint8_t since_start;    /* 1: times are since the device's start */
    uint64_t up_ms;         /* with since_start */

    fp_cursor in;           /* from here on the decoder's own */
    fp_reading now;
    uint64_t base;
    int64_t time, step;
    uint32_t series_left, left, readings_left;
    fp_reason unit_reason;
    uint8_t shape, fresh;
} fp_telemetry;

/* ------------------------------------------------------------------------------------------------------------------------------------
 * Writing telemetry
 * ---------------------------------------------------------------------------------------------------------------------------------- */

/* What a frame says once. Zero what you do not use. */
typedef struct {
    uint32_t boot;          /* start of the device, and message of that start: the identity of this message for good */
    uint32_t seq;
    uint32_t next_s;        /* reports again within so many seconds, 1 to 2678400; 0: not said */
    uint8_t since_start;    /* 0: times are ms since 1970-01-01T00:00:00Z. 1: ms since the device's start, as it has no clock */
    uint64_t up_ms;         /* with since_start: ms since start at the moment of sending, at most FP_MAX_TIME */
    uint64_t base_ms;       /* at most the first time of any series; take the first time of the frame */
} fp_head;

/* Flags of a series. */
#define FP_RAW 1u       /* values are IEEE 754 doubles of 8 bytes, see fp_put_raw(); otherwise integers times 10^scale, about 1 byte each */
#define FP_REGULAR 2u   /* readings are exactly interval_ms apart: their times take no room */
#define FP_QUALITIES 4u /* every reading has a byte of quality bits; needed if one of them is not good */

/* A run of readings of one channel. Several series of one channel are allowed. */
typedef struct {
    const char *channel;    /* id: 1 to 64 of a-z A-Z 0-9 . _ - and a letter or digit first; ends with NUL */
    uint8_t flags;
    uint8_t unit;           /* fp_unit */
    int8_t scale;           /* -9 to 9; -2: values are hundredths. Not used with FP_RAW */
    uint64_t interval_ms;   /* with FP_REGULAR: at least 1 */
} fp_series;

/* Where a frame is being written; private. What has no room is not written, and makes `length` larger than `room`. */
typedef struct {
    uint8_t *out;
    uint32_t room, length;
} fp_writer;

/* A frame in the making; 208 bytes on a 64-bit machine, 168 on a Cortex-M. The fields are the encoder's own. */
typedef struct {
    fp_writer to;
    const fp_key *key;
    fp_series series;
    fp_telemetry check;
    uint32_t series_at, count_at, series_count, count;
} fp_encoder;

/*
 * Begins a frame in `out`, which must stay yours to write until fp_end(), as must `key`; `head` is not needed afterwards. If it fails, the
 * encoder cannot be used. FP_OUT_OF_RANGE: next_s, up_ms or the length of the key. FP_BAD_TIME: base_ms. FP_NO_SPACE: capacity below 40 or so.
 */
FP_CHECK fp_reason fp_begin(fp_encoder *e, uint8_t *out, size_t capacity, const fp_head *head, const fp_key *key);

/*
 * The readings that follow are of this series. It is copied; its channel id must stay until the first of them is put. A series without
 * readings takes no room, and one that is wrong is refused with its first reading.
 */
void fp_series_begin(fp_encoder *e, const fp_series *series);

/*
 * One reading: `value` times 10^scale at `time_ms`, with quality bits. Times may go back; steps that are alike are small.
 * If it does not return FP_OK nothing has changed: the frame can go on without the reading, and be ended.
 *
 * FP_NO_SPACE: end this frame, and put the reading into the next. FP_TOO_LARGE: the same for the 8193rd reading and the 256th series.
 * FP_BAD_TIME: below base_ms (first of a series), above FP_MAX_TIME, or in a regular series not one interval after the one before.
 * FP_OUT_OF_RANGE: |value| above 2^53, unknown quality bits or any in a series without FP_QUALITIES; or the series' channel, scale or interval.
 * FP_UNKNOWN_UNIT: the series' unit. FP_UNSUPPORTED: no series was begun, its flags are unknown, or it is a raw one.
 */
FP_CHECK fp_reason fp_put(fp_encoder *e, uint64_t time_ms, int64_t value, uint8_t quality);

/* The same in an FP_RAW series. FP_NOT_A_NUMBER: NaN or infinity without FP_FAULT. */
FP_CHECK fp_reason fp_put_raw(fp_encoder *e, uint64_t time_ms, double value, uint8_t quality);

/* Adds tag and checksum; `*length` bytes of `out` are the frame. FP_MISSING_FIELD: nothing was put. */
FP_CHECK fp_reason fp_end(fp_encoder *e, size_t *length);

/* ------------------------------------------------------------------------------------------------------------------------------------
 * Reading telemetry (gateways and tests)
 * ---------------------------------------------------------------------------------------------------------------------------------- */

/*
 * Checks the whole frame, to the last byte; FP_OK: it is good and `t` is before its first reading. `frame` must stay until the last reading
 * was taken. Takes time in proportion to the length, memory in no proportion to anything. With a key, unsigned frames are refused.
 */
FP_CHECK fp_reason fp_open(fp_telemetry *t, const uint8_t *frame, size_t length, const fp_key *key);

/* The next reading, or FP_END behind the last. */
FP_CHECK fp_reason fp_next(fp_telemetry *t, fp_reading *reading);

/* The value in its unit, rounded to the nearest double: the same on every machine with IEEE 754 arithmetic in double precision. */
static inline double fp_value(const fp_reading *reading) {
    /* Powers up to 10^9 and integers up to 2^53 are exact as doubles, so the one multiplication or division is all that rounds. */
    double value, power = 1;
    int scale = reading->scale;
    if (reading->raw) {
        memcpy(&value, &reading->bits, sizeof value);
        return value == 0 ? 0 : value; /* a raw minus zero is zero */
    }
    for (; scale > 0; scale--) power *= 10;
    for (; scale < 0; scale++) power *= 10;
    value = (double)reading->integer;
    value = reading->scale < 0 ? value / power : value * power;
    return value;
}

/* ------------------------------------------------------------------------------------------------------------------------------------
 * All other messages
 * ---------------------------------------------------------------------------------------------------------------------------------- */

typedef enum {
    FP_TELEMETRY = 1,   /* not for the functions below */
    FP_RECEIPT = 2,     /* FP_BOOT, FP_SEQ; FP_FROM */
    FP_CONFIG = 3,      /* FP_VERSION; FP_REPORT_S, FP_SAMPLE_S, channels */
    FP_COMMAND = 4,     /* FP_ID, FP_DO; FP_FOR_S, or FP_BOOT, FP_FROM, FP_SEQ */
    FP_TIME = 5,        /* FP_UTC, FP_UP */
    FP_STATUS = 6,      /* FP_STATE, FP_BOOT, FP_CONN; all others */
    FP_ANSWER = 7       /* FP_RESULT, and FP_VERSION or FP_ID; FP_FIELD, FP_EXPECTED, FP_COUNT */
} fp_type;

/* Fields by their numbers in a frame. A number is 0 to 4294967295 where nothing else is said, a text 0 to 64 bytes of printable UTF-8. */
enum {
    FP_BOOT = 1,            /* which start of the device */
    FP_SEQ = 2,             /* last message covered or wanted; in a status the next one that will be numbered */
    FP_FROM = 3,            /* first message covered or wanted, at most FP_SEQ; fp_number() is 0 if it was not said, which is what that means */
    FP_ID = 4,              /* text: of a command, 1 to 32 characters of the id rule */
    FP_VERSION = 5,         /* of a configuration, from 1 */
    FP_STATE = 6,           /* FP_ONLINE, ... */
    FP_CONN = 7,            /* which connection of this boot */
    FP_UP = 8,              /* ms since start, up to FP_MAX_TIME; in a status: now, and please tell me the time */
    FP_UTC = 9,             /* ms since 1970, up to FP_MAX_TIME */
    FP_CLOCK_KIND = 10,     /* FP_RTC, ... */
    FP_KEPT = 11,           /* messages that wait for a receipt */
    FP_OLDEST_BOOT = 12,    /* the oldest of them; both or none */
    FP_OLDEST_SEQ = 13,
    FP_LOST = 14,           /* messages of this boot that were forgotten without a receipt */
    FP_CONFIG_VERSION = 15, /* the configuration in force; 0: none was ever applied */
    FP_REPORT_S = 16,       /* seconds between messages, 1 to 2678400 (31 days) */
    FP_SAMPLE_S = 17,       /* seconds between readings, 1 to 2678400 */
    FP_NEXT_S = 18,         /* is back, or reports, within so many seconds, 1 to 2678400 */
    FP_MODEL = 19,          /* text */
    FP_FIRMWARE = 20,       /* text */
    FP_BATTERY = 21,        /* percent, 0 to 100 */
    FP_RSSI = 22,           /* dBm, -200 to 200: fp_set(m, FP_RSSI, (uint64_t)(int64_t)-71), (int64_t)fp_number(m, FP_RSSI) */
    FP_CHANNEL = 23,        /* not by fp_set(): see `channels` */
    FP_DO = 24,             /* FP_IDENTIFY, ... */
    FP_FOR_S = 25,          /* seconds: to blink 1 to 3600, to sound 0 to 3600, to lock 0 to FP_MAX_LOCK_S; 0 ends it now */
    FP_RESULT = 26,         /* FP_DONE, ... */
    FP_FIELD = 27,          /* text: what was refused */
    FP_EXPECTED = 28,       /* text up to 128 bytes: what would have been right */
    FP_COUNT = 29,          /* messages that a backlog command found */
    FP_ABILITIES = 30,      /* FP_CAN_LOCK | FP_CAN_SOUND; ignore other bits */
    FP_FIELDS = 31          /* one more than the last */
};

enum { FP_ONLINE = 1, FP_SLEEPING = 2, FP_OFFLINE = 3, FP_STATE_LOST = 4 }; /* FP_STATE */
enum { FP_RTC = 1, FP_SYNCED = 2, FP_NO_CLOCK = 3 };                        /* FP_CLOCK_KIND */
enum { FP_IDENTIFY = 1, FP_BACKLOG = 2, FP_REPORT_STATUS = 3, FP_LOCK = 5, FP_BUZZER = 6 }; /* FP_DO */
enum { FP_CAN_LOCK = 1, FP_CAN_SOUND = 2 };                                 /* FP_ABILITIES */
enum { FP_MAX_LOCK_S = 604800 };                                            /* a week */
enum { FP_DONE = 1, FP_REFUSED = 2, FP_ACCEPTED = 3 };                      /* FP_RESULT */

/* Bytes in a text; it does NOT end with NUL. */
typedef struct {
    const char *at;
    size_t length;
} fp_text;

/* What one channel is sent in. */
typedef struct {
    fp_text id;
    uint8_t unit; /* fp_unit, or FP_UNIT_NOT_SAID */
} fp_channel;

/* A message as its fields; 528 bytes on a 64-bit machine, 272 on a Cortex-M. Begin with `fp_message m = {.type = FP_STATUS};`. */
typedef struct {
    uint32_t type;                      /* fp_type */
    uint32_t has;                       /* bit n: field n is there */
    union { uint64_t number; fp_text text; } field[FP_FIELDS];
    const fp_channel *channels;         /* to encode: this array, of channel_count elements */
    uint32_t channel_count;             /* decoded: how many fp_next_channel() will give */
    const uint8_t *next_channel;        /* the decoder's own */
} fp_message;

#define FP_HAS(field) (UINT32_C(1) << (field))

/* Sets a field. A wrong number or a text too long is refused by fp_encode(). */
static inline void fp_set(fp_message *m, unsigned field, uint64_t number) {
    m->field[field].number = number;
    m->has |= FP_HAS(field);
}

/* Sets a text, which ends with NUL and must stay until fp_encode(). */
static inline void fp_set_text(fp_message *m, unsigned field, const char *text) {
    m->field[field].text.at = text;
    m->field[field].text.length = strlen(text);
    m->has |= FP_HAS(field);
}

static inline int fp_has(const fp_message *m, unsigned field) { return (m->has & FP_HAS(field)) != 0; }

/* 0 if it is not there. Not for text fields, as fp_get_text() is for nothing else. */
static inline uint64_t fp_number(const fp_message *m, unsigned field) { return fp_has(m, field) ? m->field[field].number : 0; }

/* Empty if it is not there; points into the decoded frame. */
static inline fp_text fp_get_text(const fp_message *m, unsigned field) {
    fp_text none = {"", 0};
    return fp_has(m, field) ? m->field[field].text : none;
}

/* Whether a text is this string. */
static inline int fp_text_is(fp_text text, const char *string) {
    return text.length == strlen(string) && memcmp(text.at, string, text.length) == 0;
}

/*
 * Writes the frame of a message into `out`; 512 bytes are enough for everything except a list of more than three channels.
 * Refuses what the other side would refuse, with the reason that it would give; FP_NO_SPACE if capacity is too small.
 */
FP_CHECK fp_reason fp_encode(const fp_message *m, uint8_t *out, size_t capacity, const fp_key *key, size_t *length);

/*
 * Reads the frame of a message, which came on the topic of `type`: FP_UNSUPPORTED if it is of another one. All of it is checked: on FP_OK the
 * fields that a message of the type must have are there, and those that are there are in range. `frame` must stay as long as texts or
 * channels of it are used. With a key, unsigned frames are refused.
 */
FP_CHECK fp_reason fp_decode(fp_message *m, fp_type type, const uint8_t *frame, size_t length, const fp_key *key);

/* The next channel of a decoded status or configuration, or FP_END. */
FP_CHECK fp_reason fp_next_channel(fp_message *m, fp_channel *channel);

/* ------------------------------------------------------------------------------------------------------------------------------------
 * Also useful
 * ---------------------------------------------------------------------------------------------------------------------------------- */

/* CRC-32C, as in the frame; of "123456789" it is E3069283. For the records in your flash, say. */
uint32_t fp_crc32c(const void *bytes, size_t length);

/* Whether this is a node, device or channel id. */
int fp_is_id(const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
