/*
 * For libFuzzer (make fuzz): any bytes are put before a good checksum, as no fuzzer would find one, and read as telemetry and as every other
 * message; what could be read is written again and has to read the same.
 */
#include "../frostproof.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition) {
    if (!condition) abort();
}

/* Every reading again, in series that are cut where the frame's were. */
static void write_again(fp_telemetry *t, size_t room) {
    static char ids[FP_MAX_READINGS][FP_MAX_ID + 1];
    uint8_t *frame = malloc(room);
    fp_head head = {0};
    fp_series series = {0};
    fp_encoder e;
    fp_reading r;
    const char *last = NULL;
    size_t length;
    unsigned n = 0, put = 0;
    fp_reason reason;
    require(frame != NULL);
    head.boot = t->boot;
    head.seq = t->seq;
    head.next_s = t->next_s;
    head.since_start = t->since_start;
    head.up_ms = t->up_ms;
    reason = fp_begin(&e, frame, room, &head, NULL);
    while (reason == FP_OK && fp_next(t, &r) == FP_OK) {
        if (r.reason != FP_OK) continue;
        if (r.channel != last) {
            memcpy(ids[n], r.channel, r.channel_length);
            ids[n][r.channel_length] = 0;
            series.channel = ids[n++];
            series.flags = (uint8_t)(FP_QUALITIES | r.raw);
            series.unit = r.unit;
            series.scale = r.scale;
            fp_series_begin(&e, &series);
            last = r.channel;
        }
        if (r.raw) {
            double value;
            memcpy(&value, &r.bits, sizeof value);
            reason = fp_put_raw(&e, r.time_ms, value, r.quality);
        } else {
            reason = fp_put(&e, r.time_ms, r.integer, r.quality);
        }
        put++;
    }
    require(reason == FP_OK || reason == FP_NO_SPACE);
    if (reason == FP_OK && put > 0) {
        fp_telemetry again;
        require(fp_end(&e, &length) == FP_OK && fp_open(&again, frame, length, NULL) == FP_OK);
        while (fp_next(&again, &r) == FP_OK) put--;
        require(put == 0);
    }
    free(frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint8_t SECRET[16] = {0};
    static const fp_key KEY = {SECRET, sizeof SECRET};
    uint8_t *frame = malloc(size + 4);
    uint32_t crc = fp_crc32c(data, size);
    fp_telemetry t;
    fp_message m;
    fp_channel channel;
    unsigned i, type;
    require(frame != NULL);
    if (size > 0) memcpy(frame, data, size);
    for (i = 0; i < 4; i++) frame[size + i] = (uint8_t)(crc >> (8 * i) & 0xFF);
    if (fp_open(&t, frame, size + 4, NULL) == FP_OK) write_again(&t, 40 * size + 100);
    require(fp_open(&t, frame, size + 4, &KEY) != FP_NO_SPACE);
    for (type = FP_RECEIPT; type <= FP_ANSWER; type++) {
        static fp_channel channels[FP_MAX_CHANNELS];
        uint8_t again[FP_MAX_MESSAGE];
        size_t length;
        uint32_t count = 0;
        if (fp_decode(&m, (fp_type)type, frame, size + 4, NULL) != FP_OK) continue;
        while (fp_next_channel(&m, &channel) == FP_OK) channels[count++] = channel;
        m.channels = channels;
        m.channel_count = count;
        require(fp_encode(&m, again, sizeof again, NULL, &length) == FP_OK && fp_decode(&m, (fp_type)type, again, length, NULL) == FP_OK);
        require(m.channel_count == count);
    }
    free(frame);
    return 0;
}
