/*
 * Stands in for the server while none is at hand: prints what devices send, answers with receipts and the time, and can configure and
 * command. It stores nothing but its output, so it is for trying a device out and for nothing else.
 *
 *     standin [--host NAME] [--port N] [--lose PERCENT] [--signed HEX] [--config VERSION:REPORT_S:SAMPLE_S:UNIT]
 *             [--identify ID] [--lock ID:SECONDS] [--backlog ID:BOOT:FROM:SEQ]
 *
 * --lose leaves so many in a hundred messages without a receipt, so that the device has to send them again. Configuration and
 * commands are sent at every birth.
 *
 * A line for each reading: reading DEVICE BOOT SEQ CHANNEL TIME_MS VALUE UNIT_CODE QUALITY
 */
#define _POSIX_C_SOURCE 200809L
#include "../frostproof.h"

#include <getopt.h>
#include <inttypes.h>
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const REASONS[] = FP_REASON_NAMES;

static const char *host = "127.0.0.1", *config, *identify, *lock, *backlog;
static int port = 1883;
static unsigned lose;
static uint8_t key_bytes[64];
static fp_key key = {key_bytes, 0}, *signing;

static void send(struct mosquitto *mqtt, const char *device_topic, const char *kind, const fp_message *m) {
    char topic[200];
    uint8_t frame[512];
    size_t length;
    fp_reason reason = fp_encode(m, frame, sizeof frame, signing, &length);
    if (reason != FP_OK) {
        printf("%s cannot be written: %s\n", kind, REASONS[reason]);
        return;
    }
    snprintf(topic, sizeof topic, "%s/down/%s", device_topic, kind);
    mosquitto_publish(mqtt, NULL, topic, (int)length, frame, 1, strcmp(kind, "config") == 0);
}

static void on_telemetry(struct mosquitto *mqtt, const char *device_topic, const char *device, const uint8_t *frame, size_t length) {
    fp_telemetry t;
    fp_reading r;
    fp_message receipt = {.type = FP_RECEIPT};
    fp_reason reason = fp_open(&t, frame, length, signing);
    if (reason != FP_OK) {
        printf("refused %s: %s\n", device, REASONS[reason]);
        return;
    }
    if ((unsigned)rand() % 100 < lose) return;
    while (fp_next(&t, &r) == FP_OK) {
        printf("reading %s %" PRIu32 " %" PRIu32 " %.*s %" PRIu64 "%s ", device, t.boot, t.seq, r.channel_length, r.channel, r.time_ms, t.since_start ? "(up)" : "");
        if (r.reason == FP_OK) printf("%.10g %u %u\n", fp_value(&r), r.unit, r.quality);
        else printf("refused: %s\n", REASONS[r.reason]);
    }
    fp_set(&receipt, FP_BOOT, t.boot);
    fp_set(&receipt, FP_FROM, t.seq);
    fp_set(&receipt, FP_SEQ, t.seq);
    send(mqtt, device_topic, "receipt", &receipt);
}

/* At a birth: the time, if it was asked for, the configuration and commands. */
static void on_status(struct mosquitto *mqtt, const char *device_topic, const char *device, const fp_message *m) {
    static const char *const STATES[] = {"", "online", "sleeping", "offline", "lost"};
    fp_message answer = {.type = FP_TIME};
    fp_channel channel = {{"t1", 2}, FP_UNIT_NOT_SAID};
    unsigned long long a, b, c, d;
    char id[40];
    struct timespec now;
    printf("status %s: %s, boot %" PRIu64 ", connection %" PRIu64 ", waiting %" PRIu64 ", lost %" PRIu64 ", configuration %" PRIu64 "\n", device,
           STATES[fp_number(m, FP_STATE)], fp_number(m, FP_BOOT), fp_number(m, FP_CONN), fp_number(m, FP_KEPT), fp_number(m, FP_LOST),
           fp_number(m, FP_CONFIG_VERSION));
    if (!fp_has(m, FP_UP)) return;
    clock_gettime(CLOCK_REALTIME, &now);
    fp_set(&answer, FP_UTC, (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000);
    fp_set(&answer, FP_UP, fp_number(m, FP_UP));
    send(mqtt, device_topic, "time", &answer);
    if (config != NULL && sscanf(config, "%llu:%llu:%llu:%llu", &a, &b, &c, &d) == 4) {
        fp_message message = {.type = FP_CONFIG, .channels = &channel, .channel_count = 1};
        channel.unit = (uint8_t)d;
        fp_set(&message, FP_VERSION, a);
        fp_set(&message, FP_REPORT_S, b);
        fp_set(&message, FP_SAMPLE_S, c);
        send(mqtt, device_topic, "config", &message);
    }
    if (identify != NULL) {
        fp_message message = {.type = FP_COMMAND};
        fp_set_text(&message, FP_ID, identify);
        fp_set(&message, FP_DO, FP_IDENTIFY);
        fp_set(&message, FP_FOR_S, 30);
        send(mqtt, device_topic, "command", &message);
    }
    if (lock != NULL && sscanf(lock, "%39[^:]:%llu", id, &a) == 2) {
        fp_message message = {.type = FP_COMMAND};
        fp_set_text(&message, FP_ID, id);
        fp_set(&message, FP_DO, FP_LOCK);
        fp_set(&message, FP_FOR_S, a);
        send(mqtt, device_topic, "command", &message);
    }
    if (backlog != NULL && sscanf(backlog, "%39[^:]:%llu:%llu:%llu", id, &a, &b, &c) == 4) {
        fp_message message = {.type = FP_COMMAND};
        fp_set_text(&message, FP_ID, id);
        fp_set(&message, FP_DO, FP_BACKLOG);
        fp_set(&message, FP_BOOT, a);
        fp_set(&message, FP_FROM, b);
        fp_set(&message, FP_SEQ, c);
        send(mqtt, device_topic, "command", &message);
    }
}

static void on_answer(const char *device, const fp_message *m) {
    static const char *const RESULTS[] = {"", "done", "refused", "accepted"};
    fp_text id = fp_get_text(m, FP_ID), field = fp_get_text(m, FP_FIELD), expected = fp_get_text(m, FP_EXPECTED);
    printf("answer %s: ", device);
    if (fp_has(m, FP_ID)) printf("command %.*s", (int)id.length, id.at);
    else printf("configuration %" PRIu64, fp_number(m, FP_VERSION));
    printf(" %s", RESULTS[fp_number(m, FP_RESULT)]);
    if (fp_has(m, FP_COUNT)) printf(", %" PRIu64 " messages", fp_number(m, FP_COUNT));
    if (fp_has(m, FP_FIELD)) printf(", %.*s: expected %.*s", (int)field.length, field.at, (int)expected.length, expected.at);
    printf("\n");
}

static void on_message(struct mosquitto *mqtt, void *user, const struct mosquitto_message *message) {
    char topic[200];
    const uint8_t *frame = message->payload;
    size_t length = (size_t)message->payloadlen;
    char *device, *kind;
    fp_message m;
    fp_reason reason;
    (void)user;
    snprintf(topic, sizeof topic, "%s", message->topic);
    kind = strrchr(topic, '/');
    if (kind == NULL || length == 0) return;
    *kind++ = 0;
    device = strrchr(topic, '/') + 1;
    if (strcmp(kind, "telemetry") == 0) {
        on_telemetry(mqtt, topic, device, frame, length);
    } else {
        int status = strcmp(kind, "status") == 0;
        reason = fp_decode(&m, status ? FP_STATUS : FP_ANSWER, frame, length, signing);
        if (reason != FP_OK) printf("refused %s of %s: %s\n", kind, device, REASONS[reason]);
        else if (status) on_status(mqtt, topic, device, &m);
        else on_answer(device, &m);
    }
    fflush(stdout);
}

static void on_connect(struct mosquitto *mqtt, void *user, int result) {
    static char *topics[] = {"frostproof/1/+/+/telemetry", "frostproof/1/+/+/status", "frostproof/1/+/+/answer"};
    (void)user;
    if (result == 0) mosquitto_subscribe_multiple(mqtt, NULL, 3, topics, 1, 0, NULL);
}

int main(int argc, char **argv) {
    static const struct option OPTIONS[] = {
        {"host", 1, NULL, 'h'}, {"port", 1, NULL, 'p'}, {"lose", 1, NULL, 'l'}, {"signed", 1, NULL, 's'}, {"config", 1, NULL, 'c'},
        {"identify", 1, NULL, 'i'}, {"lock", 1, NULL, 'k'}, {"backlog", 1, NULL, 'b'}, {NULL, 0, NULL, 0},
    };
    struct mosquitto *mqtt;
    int which;
    while ((which = getopt_long(argc, argv, "", OPTIONS, NULL)) != -1) {
        switch (which) {
        case 'h': host = optarg; break;
        case 'p': port = atoi(optarg); break;
        case 'l': lose = (unsigned)atoi(optarg); break;
        case 'c': config = optarg; break;
        case 'i': identify = optarg; break;
        case 'k': lock = optarg; break;
        case 'b': backlog = optarg; break;
        case 's':
            for (; key.length < 64 && sscanf(optarg + 2 * key.length, "%2hhx", &key_bytes[key.length]) == 1; key.length++) {}
            signing = &key;
            break;
        default: return 64;
        }
    }
    mosquitto_lib_init();
    mqtt = mosquitto_new("standin", 0, NULL);
    if (mqtt == NULL) return 71;
    mosquitto_max_inflight_messages_set(mqtt, 0);
    mosquitto_connect_callback_set(mqtt, on_connect);
    mosquitto_message_callback_set(mqtt, on_message);
    while (mosquitto_connect(mqtt, host, port, 60) != MOSQ_ERR_SUCCESS) {
        struct timespec nap = {0, 100000000};
        nanosleep(&nap, NULL);
    }
    return mosquitto_loop_forever(mqtt, -1, 1) != MOSQ_ERR_SUCCESS;
}
