/*
 * A complete device of the Frostproof contract (../../PROTOCOL.md, level 3) on libmosquitto: it measures, keeps every message in a file
 * until the server's receipt covers it, says how it is, and does as it is told. Written to be copied from: what is special to
 * this computer is the file (keep.c), the clock and the probe, which is made up.
 *
 *     device --node north --device locker-7 --channel t1
 */
#define _POSIX_C_SOURCE 200809L
#include "../frostproof.h"
#include "keep.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <mosquitto.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_IN_FLIGHT = 20,      /* publications that the broker has not acknowledged; PROTOCOL.md, Topics and sessions */
    HANDSHAKE_MS = 15000,    /* from CONNECT to SUBACK */
    TIME_ANSWER_MS = 10000,  /* an answer that took longer says too little */
    ASK_TIME_MS = 86400000,
    LONGEST_RESEND_MS = 900000,
    GOODBYE_MS = 3000,
    ANSWERS = 16,
    FRAME = FP_TELEMETRY_SIZE(1, KEEP_BATCH)
};

static const char *const REASONS[] = FP_REASON_NAMES;
static const char *const UNITS[] = {"-", "Cel", "[degF]", "K"};

/* ---- Options ---- */

static struct {
    const char *node, *device, *channel, *file, *ledger, *host, *user, *password_file, *ca, *cert, *cert_key, *key_file;
    int port, keepalive_s, no_clock, no_sync, quiet;
    uint32_t interval_ms, batch, backoff_min_ms, backoff_max_ms, resend_ms, room;
    uint64_t readings; /* 0: without end */
} option = {
    .node = "north", .device = "locker-7", .channel = "t1", .host = "127.0.0.1", .port = 1883, .keepalive_s = 60,
    .backoff_min_ms = 1000, .backoff_max_ms = 60000, .resend_ms = 60000, .room = 4096, .batch = 1,
};

static void usage(FILE *out) {
    fputs("Usage: device [options]\n"
          "\n"
          "  --node ID --device ID --channel ID   who it is and what it measures (north, locker-7, t1)\n"
          "  --host NAME --port N                 the broker (127.0.0.1, 1883; 8883 with --cafile)\n"
          "  --cafile FILE                        TLS; the authority that the broker's certificate must be of\n"
          "  --cert FILE --key FILE               a client certificate\n"
          "  --username NAME --password-file FILE the password is the first line of the file; NAME is the device id if left out\n"
          "  --signed FILE                        sign frames and require signatures; the file holds the key in hex (32 to 128 digits)\n"
          "  --file FILE                          where it keeps what it measured (DEVICE.frostproof)\n"
          "  --no-sync                            do not wait for the disk: safe against kill -9, not against a power cut\n"
          "  --keep N                             messages to keep at most (4096); then the oldest are forgotten\n"
          "  --no-clock                           as if there were no clock: asks the server for the time\n"
          "\n"
          "For trials:\n"
          "  --interval MS                        a reading every MS, whatever the configuration says\n"
          "  --batch N                            with --interval: readings in a message (1)\n"
          "  --count N                            take N readings, wait until receipts cover all, exit with 0 (1 if ended before)\n"
          "  --ledger FILE                        append a line to FILE for each reading: channel, ms since 1970, value, unit\n"
          "  --backoff-ms MIN:MAX                 wait between connections (1000:60000), doubled each time, with jitter\n"
          "  --resend-ms MS                       wait for a receipt (60000), doubled each time up to 15 min\n"
          "  --keepalive S                        MQTT keep-alive (60)\n"
          "  --quiet                              only connections and mistakes\n",
          out);
}

/* ---- State ---- */

static struct {
    keep kept;
    uint8_t key_bytes[64];
    fp_key key;
    const fp_key *signing; /* NULL: frames are not signed */
    char password[256];

    struct mosquitto *mqtt; /* NULL while disconnected */
    int online, lost_connection, in_flight, failures;
    uint32_t conn;
    int64_t connect_at, handshake_until;

    fp_message answers[ANSWERS]; /* that wait to be sent */
    char answer_ids[ANSWERS][KEEP_ID + 1];
    unsigned answer_count;

    int64_t started, clock_offset, ask_time_at, next_reading, next_report, last_stamp;
    int synced, status_due, status_asks_time;
    int64_t locked_until, sounds_until; /* 0: not; a restart forgets both, so a latch that lost its power is free */
    uint64_t taken, random;
    int32_t centicelsius;
    FILE *ledger;
    uint32_t lost_said;
} my;

static volatile sig_atomic_t stop;

static void on_signal(int number) {
    (void)number;
    stop = 1;
}

/* ---- Clocks ---- */

static int64_t clock_ms(clockid_t which) {
    struct timespec now;
    clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Milliseconds since this device started; never jumps. Everything that waits goes by it. */
static int64_t up_ms(void) { return clock_ms(CLOCK_MONOTONIC) - my.started; }

/* Whether times since 1970 are known, and what time it is. */
static int knows_time(void) { return !option.no_clock || my.synced; }
static int64_t utc_ms(void) { return option.no_clock ? up_ms() + my.clock_offset : clock_ms(CLOCK_REALTIME); }

/* xorshift; good enough for jitter and for a temperature that nobody measures */
static uint32_t chance(uint32_t below) {
    my.random ^= my.random << 13;
    my.random ^= my.random >> 7;
    my.random ^= my.random << 17;
    return (uint32_t)(my.random >> 33) % below;
}

/* ---- Log ---- */

static void say(int important, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(int important, const char *format, ...) {
    char when[32];
    int64_t now = clock_ms(CLOCK_REALTIME);
    time_t seconds = (time_t)(now / 1000);
    struct tm utc;
    va_list arguments;
    if (option.quiet && !important) return;
    gmtime_r(&seconds, &utc);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc);
    printf("%s.%03dZ %s ", when, (int)(now % 1000), option.device);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

/* ---- Publishing ---- */

static int publish(const char *what, const uint8_t *payload, size_t length, int retained) {
    char topic[200];
    int result;
    snprintf(topic, sizeof topic, "frostproof/1/%s/%s/%s", option.node, option.device, what);
    result = mosquitto_publish(my.mqtt, NULL, topic, (int)length, payload, 1, retained);
    if (result != MOSQ_ERR_SUCCESS) {
        say(1, "cannot publish to %s: %s", what, mosquitto_strerror(result));
        my.lost_connection = 1;
        return 0;
    }
    my.in_flight++;
    return 1;
}

static int can_publish(void) { return my.online && !my.lost_connection && my.in_flight < MAX_IN_FLIGHT; }

/* The status is a retained message: whoever comes later sees the last one. */
static void publish_status(unsigned state, int ask_time) {
    uint8_t frame[512];
    size_t length;
    const keep_message *oldest;
    fp_channel channel = {{option.channel, strlen(option.channel)}, my.kept.unit};
    fp_message m = {.type = FP_STATUS, .channels = &channel, .channel_count = 1};
    fp_reason reason;
    fp_set(&m, FP_STATE, state);
    fp_set(&m, FP_BOOT, my.kept.boot);
    fp_set(&m, FP_CONN, my.conn);
    fp_set(&m, FP_SEQ, my.kept.next_seq);
    if (ask_time) fp_set(&m, FP_UP, (uint64_t)up_ms());
    fp_set(&m, FP_CLOCK_KIND, !option.no_clock ? FP_RTC : my.synced ? FP_SYNCED : FP_NO_CLOCK);
    fp_set(&m, FP_KEPT, keep_waiting(&my.kept, &oldest));
    if (oldest != NULL) {
        fp_set(&m, FP_OLDEST_BOOT, oldest->boot);
        fp_set(&m, FP_OLDEST_SEQ, oldest->seq);
    }
    fp_set(&m, FP_LOST, my.kept.lost);
    fp_set(&m, FP_CONFIG_VERSION, my.kept.config_version);
    fp_set(&m, FP_REPORT_S, my.kept.report_s);
    fp_set(&m, FP_SAMPLE_S, my.kept.sample_s);
    fp_set(&m, FP_ABILITIES, FP_CAN_LOCK | FP_CAN_SOUND);
    fp_set_text(&m, FP_MODEL, "FP-EXAMPLE");
    fp_set_text(&m, FP_FIRMWARE, "1.0.0");
    reason = fp_encode(&m, frame, sizeof frame, my.signing, &length);
    if (reason != FP_OK) say(1, "status cannot be written: %s", REASONS[reason]);
    else if (publish("status", frame, length, 1)) say(0, "status: %s, %" PRIu64 " messages wait", state == FP_ONLINE ? "online" : "offline", fp_number(&m, FP_KEPT));
}

/* A message from the file, as a frame. The same bytes each time, except for `up`. */
static int send_message(const keep_message *m) {
    static keep_content c;
    static uint8_t frame[FRAME];
    fp_series series = {.channel = option.channel, .scale = -2};
    fp_head head = {.boot = m->boot, .seq = m->seq};
    fp_encoder e;
    size_t length = 0;
    unsigned i;
    fp_reason reason;
    keep_read(&my.kept, m, &c);
    series.unit = c.unit;
    series.interval_ms = c.count > 1 ? (uint64_t)(c.readings[1].time_ms - c.readings[0].time_ms) : 1;
    series.flags = FP_REGULAR;
    for (i = 0; i < c.count; i++) {
        if (c.readings[i].quality != 0) series.flags |= FP_QUALITIES;
        if (i > 0 && (uint64_t)(c.readings[i].time_ms - c.readings[i - 1].time_ms) != series.interval_ms) series.flags &= (uint8_t)~FP_REGULAR;
    }
    head.base_ms = (uint64_t)c.readings[0].time_ms;
    head.since_start = c.since_start;
    if (c.since_start && m->boot == my.kept.boot) {
        head.up_ms = (uint64_t)up_ms();
    } else if (c.since_start) {
        /* Nobody knows how long ago an earlier boot was: the last that it knew of itself is the best that can be said. */
        for (i = 0; i < my.kept.count; i++) {
            const keep_message *other = &my.kept.messages[i];
            if (other->boot == m->boot && other->since_start && (uint64_t)other->last_ms > head.up_ms) head.up_ms = (uint64_t)other->last_ms;
        }
    }
    reason = fp_begin(&e, frame, sizeof frame, &head, my.signing);
    fp_series_begin(&e, &series);
    for (i = 0; reason == FP_OK && i < c.count; i++) {
        reason = fp_put(&e, (uint64_t)c.readings[i].time_ms, c.readings[i].value, c.readings[i].quality);
    }
    if (reason == FP_OK) reason = fp_end(&e, &length);
    if (reason != FP_OK) {
        say(1, "message %" PRIu32 "/%" PRIu32 " cannot be written: %s", m->boot, m->seq, REASONS[reason]);
        return 1; /* it stays where it is, and the others go on */
    }
    if (!publish("telemetry", frame, length, 0)) return 0;
    say(0, "sent %" PRIu32 "/%" PRIu32 " (%u readings, %zu bytes%s)", m->boot, m->seq, c.count, length, m->tries > 0 ? ", again" : "");
    return 1;
}

/* Sends whatever is due, oldest first, as far as the broker keeps up. */
static void send_due(int64_t now) {
    uint32_t i;
    while (my.answer_count > 0 && can_publish()) {
        uint8_t frame[256];
        size_t length;
        fp_reason reason = fp_encode(&my.answers[0], frame, sizeof frame, my.signing, &length);
        if (reason != FP_OK) say(1, "answer cannot be written: %s", REASONS[reason]);
        else if (!publish("answer", frame, length, 0)) return;
        memmove(my.answers, my.answers + 1, --my.answer_count * sizeof *my.answers);
        memmove(my.answer_ids, my.answer_ids + 1, my.answer_count * sizeof *my.answer_ids);
        for (i = 0; i < my.answer_count; i++) {
            if (fp_has(&my.answers[i], FP_ID)) fp_set_text(&my.answers[i], FP_ID, my.answer_ids[i]);
        }
    }
    if (my.status_due && can_publish()) {
        publish_status(FP_ONLINE, my.status_asks_time);
        my.status_due = my.status_asks_time = 0;
    }
    for (i = 0; i < my.kept.count && can_publish(); i++) {
        keep_message *m = &my.kept.messages[i];
        int64_t wait;
        if ((m->covered && !m->wanted) || m->due > now) continue;
        if (!send_message(m)) return;
        m->wanted = 0;
        /* 60 s without a receipt, then 120 s, 240 s, up to 900 s. */
        wait = (int64_t)option.resend_ms << (m->tries < 10 ? m->tries : 10);
        m->due = now + (wait < LONGEST_RESEND_MS ? wait : LONGEST_RESEND_MS);
        if (m->tries < UINT8_MAX) m->tries++;
    }
}

/* ---- What the server says ---- */

static void queue_answer(const fp_message *answer, const char *id) {
    if (my.answer_count == ANSWERS) return; /* the server asks again at the next birth */
    my.answers[my.answer_count] = *answer;
    if (id != NULL) {
        snprintf(my.answer_ids[my.answer_count], KEEP_ID + 1, "%s", id);
        fp_set_text(&my.answers[my.answer_count], FP_ID, my.answer_ids[my.answer_count]);
    }
    my.answer_count++;
}

static void on_receipt(const fp_message *m) {
    uint32_t boot = (uint32_t)fp_number(m, FP_BOOT), from = (uint32_t)fp_number(m, FP_FROM), seq = (uint32_t)fp_number(m, FP_SEQ);
    uint32_t n = keep_receipt(&my.kept, boot, from, seq);
    say(0, "receipt for %" PRIu32 "/%" PRIu32 "..%" PRIu32 ": %" PRIu32 " messages forgotten", boot, from, seq, n);
}

/* All or nothing: everything is judged before anything is changed. */
static void on_config(fp_message *m) {
    uint32_t version = (uint32_t)fp_number(m, FP_VERSION), report_s, sample_s;
    uint8_t unit = FP_CELSIUS;
    fp_message answer = {.type = FP_ANSWER};
    fp_channel channel;
    const char *field = NULL, *expected = NULL;
    if (version < my.kept.config_version) {
        say(0, "configuration %" PRIu32 " is older than %" PRIu32 ": ignored", version, my.kept.config_version);
        return;
    }
    report_s = fp_has(m, FP_REPORT_S) ? (uint32_t)fp_number(m, FP_REPORT_S) : 300;
    sample_s = fp_has(m, FP_SAMPLE_S) ? (uint32_t)fp_number(m, FP_SAMPLE_S) : report_s;
    if (sample_s > report_s) field = "sample_s", expected = "at most report_s";
    while (fp_next_channel(m, &channel) == FP_OK) {
        if (!fp_text_is(channel.id, option.channel)) field = "channels", expected = option.channel;
        else if (channel.unit > FP_KELVIN) field = "channels", expected = "unit Cel, [degF] or K";
        else if (channel.unit != FP_UNIT_NOT_SAID) unit = channel.unit;
    }
    fp_set(&answer, FP_VERSION, version);
    if (version == my.kept.config_version) {
        fp_set(&answer, FP_RESULT, FP_DONE);
    } else if (field != NULL) {
        fp_set(&answer, FP_RESULT, FP_REFUSED);
        fp_set_text(&answer, FP_FIELD, field);
        fp_set_text(&answer, FP_EXPECTED, expected);
        say(1, "configuration %" PRIu32 " refused: %s, expected %s", version, field, expected);
    } else {
        keep_number(&my.kept); /* what was taken before keeps its unit */
        keep_config(&my.kept, version, report_s, sample_s, unit);
        my.next_reading = my.next_report = up_ms();
        my.status_due = 1;
        fp_set(&answer, FP_RESULT, FP_DONE);
        say(1, "configuration %" PRIu32 ": report every %" PRIu32 " s, sample every %" PRIu32 " s, in %s", version, report_s, sample_s, UNITS[unit]);
    }
    queue_answer(&answer, NULL);
}

/* Wants the messages of a range sent again, covered or not, and returns how many there are. */
static uint32_t want_backlog(uint32_t boot, uint32_t from, uint32_t seq) {
    uint32_t i, n = 0;
    for (i = 0; i < my.kept.count; i++) {
        keep_message *m = &my.kept.messages[i];
        if (m->boot != boot || m->seq < from || m->seq > seq) continue;
        m->wanted = 1;
        m->due = 0;
        n++;
    }
    return n;
}

/* Its end is counted here, so that it comes with no network. A new order replaces what is left of the one before. */
static void set_output(int64_t *until, uint64_t for_s, const char *on, const char *off) {
    *until = for_s == 0 ? 0 : up_ms() + (int64_t)for_s * 1000;
    if (for_s == 0) say(1, "%s", off);
    else say(1, "%s for %" PRIu64 " s", on, for_s);
}

static void end_outputs(int64_t now) {
    if (my.locked_until != 0 && now >= my.locked_until) set_output(&my.locked_until, 0, "", "latch free");
    if (my.sounds_until != 0 && now >= my.sounds_until) set_output(&my.sounds_until, 0, "", "silent");
}

static void on_command(const fp_message *m) {
    fp_text id = fp_get_text(m, FP_ID);
    keep_command done = {0};
    const keep_command *before;
    fp_message answer = {.type = FP_ANSWER};
    memcpy(done.id, id.at, id.length); /* at most 32 characters, or it had not been decoded */
    before = keep_find_command(&my.kept, done.id);
    if (before != NULL) {
        say(0, "command %s was done before", done.id);
        done = *before;
    } else {
        switch (fp_number(m, FP_DO)) {
        case FP_IDENTIFY:
            say(1, "command %s: here I am! (blinks for %" PRIu64 " s)", done.id, fp_number(m, FP_FOR_S));
            break;
        case FP_BACKLOG:
            done.has_count = 1;
            done.count = want_backlog((uint32_t)fp_number(m, FP_BOOT), (uint32_t)fp_number(m, FP_FROM), (uint32_t)fp_number(m, FP_SEQ));
            say(1, "command %s: sends %" PRIu32 " messages again", done.id, done.count);
            break;
        case FP_LOCK: /* here goes the latch of a handle, which a key opens whatever this says */
            set_output(&my.locked_until, fp_number(m, FP_FOR_S), "latch held", "latch free");
            break;
        case FP_BUZZER:
            set_output(&my.sounds_until, fp_number(m, FP_FOR_S), "sounds", "silent");
            break;
        default: /* FP_REPORT_STATUS; others are refused by fp_decode() */
            say(1, "command %s: status", done.id);
            my.status_due = 1;
            break;
        }
        keep_done(&my.kept, &done);
    }
    fp_set(&answer, FP_RESULT, FP_DONE);
    if (done.has_count) fp_set(&answer, FP_COUNT, done.count);
    queue_answer(&answer, done.id);
}

static void on_time(const fp_message *m) {
    int64_t now = up_ms(), asked = (int64_t)fp_number(m, FP_UP), took = now - asked, utc, correction;
    if (took < 0 || took > TIME_ANSWER_MS) {
        say(0, "time took %" PRId64 " ms: discarded", took);
        return;
    }
    utc = (int64_t)fp_number(m, FP_UTC) + took / 2;
    correction = knows_time() ? utc - utc_ms() : 0;
    if (!option.no_clock) {
        say(0, "the server's clock is %" PRId64 " ms ahead of this one, which is left alone", correction);
        return;
    }
    if (!my.synced) keep_number(&my.kept); /* these readings have times since start, the next ones since 1970 */
    say(0, "time set, %s by %" PRId64 " ms", my.synced ? "corrected" : "first", correction);
    my.clock_offset = utc - now;
    if (!my.synced || correction > 60000 || correction < -60000) my.status_due = 1;
    my.synced = 1;
}

static void on_message(struct mosquitto *mqtt, void *user, const struct mosquitto_message *message) {
    static const struct { const char *name; fp_type type; } KINDS[] = {
        {"receipt", FP_RECEIPT}, {"config", FP_CONFIG}, {"command", FP_COMMAND}, {"time", FP_TIME},
    };
    const char *name = strrchr(message->topic, '/');
    unsigned i;
    (void)mqtt;
    (void)user;
    for (i = 0; name != NULL && i < sizeof KINDS / sizeof *KINDS; i++) {
        fp_message m;
        fp_reason reason;
        if (strcmp(name + 1, KINDS[i].name) != 0 || message->payloadlen <= 0) continue;
        reason = fp_decode(&m, KINDS[i].type, message->payload, (size_t)message->payloadlen, my.signing);
        if (reason != FP_OK) say(1, "%s refused: %s", name + 1, REASONS[reason]);
        else if (m.type == FP_RECEIPT) on_receipt(&m);
        else if (m.type == FP_CONFIG) on_config(&m);
        else if (m.type == FP_COMMAND) on_command(&m);
        else on_time(&m);
    }
}

/* ---- The connection ---- */

static void on_connect(struct mosquitto *mqtt, void *user, int result) {
    char topic[200];
    (void)user;
    if (result != 0) {
        say(1, "refused by the broker: %s", mosquitto_connack_string(result));
        my.lost_connection = 1;
        return;
    }
    snprintf(topic, sizeof topic, "frostproof/1/%s/%s/down/+", option.node, option.device);
    if (mosquitto_subscribe(mqtt, NULL, topic, 1) != MOSQ_ERR_SUCCESS) my.lost_connection = 1;
}

/* Only now may something be published: receipts for it will be heard. */
static void on_subscribe(struct mosquitto *mqtt, void *user, int id, int count, const int *granted) {
    uint32_t i;
    (void)mqtt;
    (void)user;
    (void)id;
    if (count < 1 || granted[0] > 2) {
        say(1, "the broker does not let this device subscribe to its own down topics");
        my.lost_connection = 1;
        return;
    }
    my.online = 1;
    my.failures = 0;
    say(1, "online: boot %" PRIu32 ", connection %" PRIu32 ", %" PRIu32 " messages in the file", my.kept.boot, my.conn, my.kept.count);
    publish_status(FP_ONLINE, 1); /* the birth */
    my.status_due = my.status_asks_time = 0;
    my.ask_time_at = up_ms() + ASK_TIME_MS;
    for (i = 0; i < my.kept.count; i++) {
        my.kept.messages[i].due = 0;
        my.kept.messages[i].tries = 0;
    }
}

static void on_publish(struct mosquitto *mqtt, void *user, int id) {
    (void)mqtt;
    (void)user;
    (void)id;
    my.in_flight--;
}

static void on_disconnect(struct mosquitto *mqtt, void *user, int result) {
    (void)mqtt;
    (void)user;
    (void)result;
    my.lost_connection = 1;
}

/* The will says which connection it belongs to, so that it buries no later one. */
static void set_will(void) {
    char topic[200];
    uint8_t frame[64];
    size_t length;
    fp_message m = {.type = FP_STATUS};
    fp_set(&m, FP_STATE, FP_STATE_LOST);
    fp_set(&m, FP_BOOT, my.kept.boot);
    fp_set(&m, FP_CONN, my.conn);
    snprintf(topic, sizeof topic, "frostproof/1/%s/%s/status", option.node, option.device);
    if (fp_encode(&m, frame, sizeof frame, my.signing, &length) == FP_OK) mosquitto_will_set(my.mqtt, topic, (int)length, frame, 1, 1);
}

/*
 * A new client for each connection: the library would otherwise send again by itself what it had in flight, which is this program's to
 * decide. What the server sent meanwhile waits in the broker's session, which goes by the client id (clean session 0).
 */
static void connect_broker(int64_t now) {
    int result;
    my.mqtt = mosquitto_new(option.device, 0, NULL);
    if (my.mqtt == NULL) exit(71); /* EX_OSERR */
    my.conn++;
    my.online = my.lost_connection = my.in_flight = 0;
    my.handshake_until = now + HANDSHAKE_MS;
    mosquitto_connect_callback_set(my.mqtt, on_connect);
    mosquitto_disconnect_callback_set(my.mqtt, on_disconnect);
    mosquitto_subscribe_callback_set(my.mqtt, on_subscribe);
    mosquitto_publish_callback_set(my.mqtt, on_publish);
    mosquitto_message_callback_set(my.mqtt, on_message);
    set_will();
    if (option.user != NULL || option.password_file != NULL) {
        mosquitto_username_pw_set(my.mqtt, option.user != NULL ? option.user : option.device, option.password_file != NULL ? my.password : NULL);
    }
    if (option.ca != NULL) {
        result = mosquitto_tls_set(my.mqtt, option.ca, NULL, option.cert, option.cert_key, NULL);
        if (result != MOSQ_ERR_SUCCESS) {
            say(1, "TLS: %s", mosquitto_strerror(result));
            exit(78); /* EX_CONFIG */
        }
    }
    /* Does not wait: readings are taken meanwhile. */
    result = mosquitto_connect_async(my.mqtt, option.host, option.port, option.keepalive_s);
    if (result != MOSQ_ERR_SUCCESS) my.lost_connection = 1;
}

/* Twice as long each time, up to a bound, and somewhere in the upper half of it, so that a thousand devices do not come back at once. */
static void disconnect_broker(int64_t now, const char *why) {
    uint64_t wait = (uint64_t)option.backoff_min_ms << (my.failures < 20 ? my.failures : 20);
    if (wait > option.backoff_max_ms) wait = option.backoff_max_ms;
    wait = wait / 2 + chance((uint32_t)(wait / 2) + 1);
    my.failures++;
    my.connect_at = now + (int64_t)wait;
    if (my.online || my.failures == 1) say(1, "connection lost (%s); again in %" PRIu64 " ms", why, wait);
    mosquitto_destroy(my.mqtt);
    my.mqtt = NULL;
    my.online = 0;
}

static void run_connection(int64_t now, int wait_ms) {
    int result;
    if (my.mqtt == NULL && now >= my.connect_at) connect_broker(now);
    if (my.mqtt == NULL) {
        struct timespec nap = {wait_ms / 1000, (long)(wait_ms % 1000) * 1000000};
        nanosleep(&nap, NULL);
        return;
    }
    result = my.lost_connection ? MOSQ_ERR_CONN_LOST : mosquitto_loop(my.mqtt, wait_ms, 1);
    if (result != MOSQ_ERR_SUCCESS || my.lost_connection) disconnect_broker(up_ms(), mosquitto_strerror(result));
    else if (!my.online && now > my.handshake_until) disconnect_broker(now, "the broker does not answer");
}

/* ---- Measuring ---- */

/* A probe that is not there: a temperature that wanders around 4 degrees. */
static int32_t measure(uint8_t unit) {
    my.centicelsius += (int32_t)chance(11) - 5 + (my.centicelsius < 300 ? 5 : my.centicelsius > 500 ? -5 : 0);
    switch (unit) {
    case FP_FAHRENHEIT: return my.centicelsius * 9 / 5 + 3200;
    case FP_KELVIN: return my.centicelsius + 27315;
    default: return my.centicelsius;
    }
}

static void write_ledger(int64_t time_ms, int32_t value, uint8_t unit) {
    int32_t size = value < 0 ? -value : value;
    if (my.ledger == NULL) return;
    fprintf(my.ledger, "%s %" PRId64 " %s%" PRId32 ".%02" PRId32 " %s\n", option.channel, time_ms, value < 0 ? "-" : "", size / 100, size % 100, UNITS[unit]);
    fflush(my.ledger);
}

static void take_reading(void) {
    keep_reading r = {0};
    uint8_t unit = my.kept.unit;
    int since_start = !knows_time();
    r.time_ms = since_start ? up_ms() : utc_ms();
    /* (channel, time) is the key of a reading: never the same twice, not even when the clock is put back a little. */
    if (!since_start && r.time_ms <= my.kept.last_ms && my.kept.last_ms - r.time_ms < 2000) r.time_ms = my.kept.last_ms + 1;
    if (since_start && r.time_ms <= my.last_stamp) r.time_ms = my.last_stamp + 1;
    if (since_start) my.last_stamp = r.time_ms;
    r.value = measure(unit);
    keep_add(&my.kept, unit, (uint8_t)since_start, r);
    my.taken++;
    if (!since_start) write_ledger(r.time_ms, r.value, unit);
    if (my.kept.lost != my.lost_said) {
        say(1, "memory full: %" PRIu32 " messages of this boot forgotten", my.kept.lost);
        my.lost_said = my.kept.lost;
    }
}

static void measure_what_is_due(int64_t now) {
    if (option.readings > 0 && my.taken >= option.readings) {
        keep_number(&my.kept);
        return;
    }
    if (now < my.next_reading) return;
    take_reading();
    my.next_reading += option.interval_ms > 0 ? option.interval_ms : (int64_t)my.kept.sample_s * 1000;
    if (my.next_reading < now) my.next_reading = now;
    if (option.interval_ms > 0 ? my.kept.batch.count >= option.batch : now >= my.next_report) {
        keep_number(&my.kept);
        my.next_report += (int64_t)my.kept.report_s * 1000;
        if (my.next_report < now) my.next_report = now;
    }
}

/*
 * The ledger is written behind the file, so after a kill it may lack the last readings: those are in the file, and are added. A torn last line
 * is cut off first.
 */
static void open_ledger(void) {
    char line[256];
    int64_t last = -1, time;
    long whole = 0;
    uint32_t i;
    static keep_content c;
    if (option.ledger == NULL) return;
    my.ledger = fopen(option.ledger, "a+");
    if (my.ledger == NULL) {
        fprintf(stderr, "%s: %s\n", option.ledger, strerror(errno));
        exit(73); /* EX_CANTCREAT */
    }
    rewind(my.ledger);
    while (fgets(line, sizeof line, my.ledger) != NULL && strchr(line, '\n') != NULL) {
        if (sscanf(line, "%*s %" SCNd64, &time) == 1 && time > last) last = time;
        whole = ftell(my.ledger);
    }
    if (ftruncate(fileno(my.ledger), whole) != 0) exit(74);
    fseek(my.ledger, 0, SEEK_END);
    for (i = 0; i < my.kept.count; i++) {
        unsigned n;
        if (my.kept.messages[i].since_start || my.kept.messages[i].last_ms <= last) continue;
        keep_read(&my.kept, &my.kept.messages[i], &c);
        for (n = 0; n < c.count; n++) {
            if (c.readings[n].time_ms > last) write_ledger(c.readings[n].time_ms, c.readings[n].value, c.unit);
        }
    }
}

/* ---- Start and end ---- */

static void read_first_line(const char *path, char *line, int room) {
    FILE *file = fopen(path, "r");
    if (file == NULL || fgets(line, room, file) == NULL) {
        fprintf(stderr, "%s: %s\n", path, file == NULL ? strerror(errno) : "empty");
        exit(66); /* EX_NOINPUT */
    }
    line[strcspn(line, "\r\n")] = 0;
    fclose(file);
}

static void read_key(void) {
    char hex[2 * sizeof my.key_bytes + 3];
    size_t i, digits;
    read_first_line(option.key_file, hex, (int)sizeof hex);
    digits = strlen(hex);
    my.key.bytes = my.key_bytes;
    my.key.length = digits / 2;
    for (i = 0; i < my.key.length && i < sizeof my.key_bytes; i++) {
        unsigned byte;
        if (strspn(hex + 2 * i, "0123456789abcdefABCDEF") < 2 || sscanf(hex + 2 * i, "%2x", &byte) != 1) break;
        my.key_bytes[i] = (uint8_t)byte;
    }
    if (digits % 2 != 0 || i < my.key.length || i < 16) {
        fprintf(stderr, "%s: expected a key of 32 to 128 hexadecimal digits\n", option.key_file);
        exit(78);
    }
    my.signing = &my.key;
}

static uint64_t number(const char *name, const char *text, uint64_t min, uint64_t max) {
    char *end;
    unsigned long long value;
    errno = 0;
    value = strtoull(text, &end, 10);
    if (errno != 0 || end == text || *end != 0 || *text == '-' || value < min || value > max) {
        fprintf(stderr, "--%s %s: expected %" PRIu64 " to %" PRIu64 "\n", name, text, min, max);
        exit(64); /* EX_USAGE */
    }
    return value;
}

static void parse(int argc, char **argv) {
    enum { NODE = 1, DEVICE, CHANNEL, HOST, PORT, CAFILE, CERT, KEY, USERNAME, PASSWORD, SIGNED, KEPT_FILE, NO_SYNC, ROOM, NO_CLOCK, INTERVAL, BATCH, COUNT, LEDGER, BACKOFF, RESEND, KEEPALIVE, QUIET, HELP };
    static const struct option OPTIONS[] = {
        {"node", 1, NULL, NODE}, {"device", 1, NULL, DEVICE}, {"channel", 1, NULL, CHANNEL}, {"host", 1, NULL, HOST}, {"port", 1, NULL, PORT},
        {"cafile", 1, NULL, CAFILE}, {"cert", 1, NULL, CERT}, {"key", 1, NULL, KEY}, {"username", 1, NULL, USERNAME},
        {"password-file", 1, NULL, PASSWORD}, {"signed", 1, NULL, SIGNED}, {"file", 1, NULL, KEPT_FILE}, {"no-sync", 0, NULL, NO_SYNC},
        {"keep", 1, NULL, ROOM}, {"no-clock", 0, NULL, NO_CLOCK}, {"interval", 1, NULL, INTERVAL}, {"batch", 1, NULL, BATCH},
        {"count", 1, NULL, COUNT}, {"ledger", 1, NULL, LEDGER}, {"backoff-ms", 1, NULL, BACKOFF}, {"resend-ms", 1, NULL, RESEND},
        {"keepalive", 1, NULL, KEEPALIVE}, {"quiet", 0, NULL, QUIET}, {"help", 0, NULL, HELP}, {NULL, 0, NULL, 0},
    };
    static char file[80];
    const char *ids[3];
    int which, port = 0;
    unsigned i;
    while ((which = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        char *colon;
        switch (which) {
        case NODE: option.node = optarg; break;
        case DEVICE: option.device = optarg; break;
        case CHANNEL: option.channel = optarg; break;
        case HOST: option.host = optarg; break;
        case PORT: port = (int)number("port", optarg, 1, 65535); break;
        case CAFILE: option.ca = optarg; break;
        case CERT: option.cert = optarg; break;
        case KEY: option.cert_key = optarg; break;
        case USERNAME: option.user = optarg; break;
        case PASSWORD: option.password_file = optarg; break;
        case SIGNED: option.key_file = optarg; break;
        case KEPT_FILE: option.file = optarg; break;
        case NO_SYNC: option.no_sync = 1; break;
        case ROOM: option.room = (uint32_t)number("keep", optarg, 1, 1000000); break;
        case NO_CLOCK: option.no_clock = 1; break;
        case INTERVAL: option.interval_ms = (uint32_t)number("interval", optarg, 1, 86400000); break;
        case BATCH: option.batch = (uint32_t)number("batch", optarg, 1, KEEP_BATCH); break;
        case COUNT: option.readings = number("count", optarg, 1, UINT32_MAX); break;
        case LEDGER: option.ledger = optarg; break;
        case BACKOFF:
            colon = strchr(optarg, ':');
            if (colon != NULL) *colon = 0;
            option.backoff_min_ms = (uint32_t)number("backoff-ms", optarg, 1, 3600000);
            option.backoff_max_ms = (uint32_t)number("backoff-ms", colon != NULL ? colon + 1 : optarg, option.backoff_min_ms, 3600000);
            break;
        case RESEND: option.resend_ms = (uint32_t)number("resend-ms", optarg, 10, LONGEST_RESEND_MS); break;
        case KEEPALIVE: option.keepalive_s = (int)number("keepalive", optarg, 5, 65535); break;
        case QUIET: option.quiet = 1; break;
        case HELP: usage(stdout); exit(0);
        default: usage(stderr); exit(64);
        }
    }
    if (optind < argc) {
        fprintf(stderr, "%s: expected an option; see --help\n", argv[optind]);
        exit(64);
    }
    ids[0] = option.node;
    ids[1] = option.device;
    ids[2] = option.channel;
    for (i = 0; i < 3; i++) {
        if (fp_is_id(ids[i], strlen(ids[i]))) continue;
        fprintf(stderr, "%s: expected 1 to 64 of a-z A-Z 0-9 . _ - and a letter or digit first\n", ids[i]);
        exit(64);
    }
    option.port = port > 0 ? port : option.ca != NULL ? 8883 : 1883;
    if (option.file == NULL) {
        snprintf(file, sizeof file, "%s.frostproof", option.device);
        option.file = file;
    }
}

static void start(void) {
    struct sigaction action = {.sa_handler = on_signal};
    my.started = clock_ms(CLOCK_MONOTONIC);
    my.random = (uint64_t)clock_ms(CLOCK_REALTIME) * 2654435761u ^ ((uint64_t)getpid() << 32) ^ fp_crc32c(option.device, strlen(option.device));
    my.centicelsius = 400;
    if (option.key_file != NULL) read_key();
    if (option.password_file != NULL) read_first_line(option.password_file, my.password, (int)sizeof my.password);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    keep_open(&my.kept, option.file, option.room, !option.no_sync);
    if (my.kept.dropped > 0) say(1, "%" PRIu32 " torn or damaged bytes of %s were left out", my.kept.dropped, option.file);
    if (my.kept.config_version == 0) {
        my.kept.report_s = 300;
        my.kept.sample_s = 60;
        my.kept.unit = FP_CELSIUS;
    }
    open_ledger();
    mosquitto_lib_init();
    say(1, "started: boot %" PRIu32 ", %" PRIu32 " messages in %s", my.kept.boot, my.kept.count, option.file);
}

/* Numbers what is left, says goodbye if there is somebody to say it to, and gives the broker a moment to acknowledge. */
static void say_goodbye(void) {
    int64_t until = up_ms() + GOODBYE_MS;
    keep_number(&my.kept);
    if (my.mqtt == NULL) return;
    if (my.online && !my.lost_connection) {
        send_due(up_ms());
        publish_status(FP_OFFLINE, 0);
        while (my.in_flight > 0 && !my.lost_connection && up_ms() < until) {
            if (mosquitto_loop(my.mqtt, 50, 1) != MOSQ_ERR_SUCCESS) break;
        }
        mosquitto_disconnect(my.mqtt);
        mosquitto_loop(my.mqtt, 50, 1);
    }
    mosquitto_destroy(my.mqtt);
}

static int all_is_received(void) {
    const keep_message *oldest;
    return option.readings > 0 && my.taken >= option.readings && my.kept.batch.count == 0 && keep_waiting(&my.kept, &oldest) == 0;
}

int main(int argc, char **argv) {
    parse(argc, argv);
    start();
    while (!stop && !all_is_received()) {
        int64_t now = up_ms(), wait;
        measure_what_is_due(now);
        end_outputs(now);
        if (now >= my.ask_time_at && my.ask_time_at > 0) {
            my.status_due = my.status_asks_time = 1;
            my.ask_time_at = now + ASK_TIME_MS;
        }
        send_due(now);
        /* Until the next reading or connection, but not long: receipts may run out. */
        wait = my.next_reading - now;
        if (my.mqtt == NULL && my.connect_at - now < wait) wait = my.connect_at - now;
        if (option.readings > 0 && my.taken >= option.readings) wait = my.mqtt == NULL ? my.connect_at - now : 100;
        run_connection(now, (int)(wait < 1 ? 1 : wait > 200 ? 200 : wait));
    }
    say_goodbye();
    mosquitto_lib_cleanup();
    say(1, "ends: %" PRIu64 " readings taken, %s", my.taken, all_is_received() ? "all received" : "what is not received is kept");
    return option.readings > 0 && !all_is_received();
}
