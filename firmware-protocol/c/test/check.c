/*
 * What can be said about frostproof.c with no other implementation at hand: published vectors of its parts, frames written by hand from
 * PROTOCOL.md, what it writes it reads, full buffers, and that damaged frames get a reason and nothing else happens.
 *
 *   check [SEED]     prints counts and the seed; exit code 1 and the line of the first mistake otherwise
 */
#include "../frostproof.c" /* its inner functions too */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                                              \
    do {                                                                                              \
        checks++;                                                                                     \
        if (!(condition)) {                                                                           \
            fprintf(stderr, "%s:%d: not so: %s (seed %" PRIu64 ")\n", __FILE__, __LINE__, #condition, first_seed); \
            exit(1);                                                                                  \
        }                                                                                             \
    } while (0)

static uint64_t seed = 1, first_seed = 1, checks, damaged, refused[FP_NO_SPACE + 1];

/* splitmix64 */
static uint64_t chance(void) {
    uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static uint64_t below(uint64_t n) { return chance() % n; }

static size_t unhex(const char *hex, uint8_t *out) {
    size_t length = 0;
    unsigned value;
    for (; *hex != 0; hex++) {
        if (*hex == ' ') continue;
        CHECK(sscanf(hex, "%2x", &value) == 1);
        out[length++] = (uint8_t)value;
        hex++;
    }
    return length;
}

/* A copy in a block of exactly its size, so that a sanitizer sees one byte too many. */
static uint8_t *exactly(const uint8_t *bytes, size_t length) {
    uint8_t *copy = malloc(length > 0 ? length : 1);
    CHECK(copy != NULL);
    if (length > 0) memcpy(copy, bytes, length);
    return copy;
}

static void published_vectors(void) {
    uint8_t digest[32], expected[32], key[32];
    fp_key k = {key, 20};
    CHECK(fp_crc32c("123456789", 9) == 0xE3069283);
    memset(key, 0x0b, sizeof key); /* RFC 4231, test case 1 */
    hmac(digest, &k, (const uint8_t *)"Hi There", 8);
    unhex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", expected);
    CHECK(memcmp(digest, expected, 32) == 0);
    k.bytes = (const uint8_t *)"Jefe"; /* test case 2 */
    k.length = 4;
    hmac(digest, &k, (const uint8_t *)"what do ya want for nothing?", 28);
    unhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", expected);
    CHECK(memcmp(digest, expected, 32) == 0);
}

/* Seals bytes that were written by hand, and opens them as telemetry. */
static fp_reason open_by_hand(fp_telemetry *t, const char *hex) {
    static uint8_t frame[256];
    fp_writer to = {frame, sizeof frame, 0};
    to.length = (uint32_t)unhex(hex, frame);
    return fp_open(t, frame, seal(&to, NULL), NULL);
}

static fp_reason message_by_hand(fp_message *m, fp_type type, const char *hex) {
    static uint8_t frame[5000];
    fp_writer to = {frame, sizeof frame, 0};
    to.length = (uint32_t)unhex(hex, frame);
    return fp_decode(m, type, frame, seal(&to, NULL), NULL);
}

/* Bytes put together from the page, not by the encoder. */
static void frames_written_by_hand(void) {
    fp_telemetry t;
    fp_reading r;
    fp_message m;
    fp_channel channel;

    /* boot 7, seq 1042, base 1763690400000; series t1, scale -2, 1 reading at 0: 412 -> zigzag 824 = b8 06 */
    CHECK(open_by_hand(&t, "fb 11 00 07 92 08 80 92 8f a1 aa 33 01 02 74 31 00 fe 01 00 b8 06") == FP_OK);
    CHECK(t.boot == 7 && t.seq == 1042 && t.next_s == 0 && !t.since_start);
    CHECK(fp_next(&t, &r) == FP_OK && r.time_ms == UINT64_C(1763690400000) && fp_value(&r) == 4.12 && r.quality == 0);
    CHECK(r.channel_length == 2 && memcmp(r.channel, "t1", 2) == 0 && r.unit == FP_UNIT_NOT_SAID);
    CHECK(fp_next(&t, &r) == FP_END);

    /* next 300, up 53211; irregular times 10, 20, 31, 30; qualities; unit [degF]; values 5, 3, 3, -1 */
    CHECK(open_by_hand(&t, "fb 11 06 00 00 ac 02 db 9f 03 0a 01 01 78 0c 02 00 04 00 00 0a 14 00 03 02 04 00 17 00 07") == FP_OK);
    CHECK(t.next_s == 300 && t.since_start && t.up_ms == 53211);
    CHECK(fp_next(&t, &r) == FP_OK && r.time_ms == 10 && r.integer == 5 && r.unit == FP_FAHRENHEIT);
    CHECK(fp_next(&t, &r) == FP_OK && r.time_ms == 20 && r.integer == 3 && r.quality == 0);
    CHECK(fp_next(&t, &r) == FP_OK && r.time_ms == 31 && r.integer == 3 && r.quality == FP_EDGE);
    CHECK(fp_next(&t, &r) == FP_OK && r.time_ms == 30 && r.integer == -1 && r.quality == 0);
    CHECK(fp_next(&t, &r) == FP_END);

    /* What is wrong, from the first byte to the last. */
    CHECK(open_by_hand(&t, "fb 21 00 00 00 00 01") == FP_UNSUPPORTED_VERSION);
    CHECK(open_by_hand(&t, "fb 12 00 00 00 00 01") == FP_UNSUPPORTED);
    CHECK(open_by_hand(&t, "fb 11 08 00 00 00 01") == FP_UNSUPPORTED);
    CHECK(open_by_hand(&t, "fb 11 01 00 00 00 01") == FP_TRUNCATED);
    CHECK(open_by_hand(&t, "fb 11 00") == FP_NOT_A_FRAME);
    CHECK(open_by_hand(&t, "fb 11 00 00") == FP_TRUNCATED);
    CHECK(open_by_hand(&t, "fb 11 00 80 80 80 80 10 00 00 01") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 80 00 00 00 01") == FP_BAD_VARINT);
    CHECK(open_by_hand(&t, "fb 11 00 ff ff ff ff ff ff ff ff ff 02 00") == FP_BAD_VARINT);
    CHECK(open_by_hand(&t, "fb 11 02 00 00 00 00 01") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 80 b8 ff 90 fd ce 39 01") == FP_BAD_TIME);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 00") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 00") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 2e 00 00 01 00 00") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 10 00 01 00 00") == FP_UNSUPPORTED);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 00 0a 01 00 00") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 00 00 00 00 00") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 00 00 81 40 00 00") == FP_TOO_LARGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 02 00 01 00 00 00") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 00 00 02 05 00 0b 00") == FP_BAD_TIME); /* one step back too many */
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 00 00 01 00 82 80 80 80 80 80 80 20") == FP_OUT_OF_RANGE);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 00 00 01 00 00 00") == FP_TRAILING_BYTES);
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 01 01 61 00 00 02 00 00 00") == FP_TRUNCATED);

    /* Wrong, but only a series or a reading of it. */
    CHECK(open_by_hand(&t, "fb 11 00 00 00 00 02 01 61 08 63 00 01 00 00 01 62 01 02 00 00 00 00 00 00 00 f8 7f 00 00 00 00 00 00 00 00 00") == FP_OK);
    CHECK(fp_next(&t, &r) == FP_OK && r.reason == FP_UNKNOWN_UNIT && r.unit == 99);
    CHECK(fp_next(&t, &r) == FP_OK && r.reason == FP_NOT_A_NUMBER);
    CHECK(fp_next(&t, &r) == FP_OK && r.reason == FP_OK && fp_value(&r) == 0);
    CHECK(fp_next(&t, &r) == FP_END);

    CHECK(message_by_hand(&m, FP_RECEIPT, "fb 12 00 02 07 04 92 08 06 e8 07") == FP_OK);
    CHECK(fp_number(&m, FP_BOOT) == 7 && fp_number(&m, FP_FROM) == 1000 && fp_number(&m, FP_SEQ) == 1042);
    CHECK(message_by_hand(&m, FP_RECEIPT, "fb 12 00 02 07 04 05") == FP_OK && fp_number(&m, FP_FROM) == 0);
    CHECK(message_by_hand(&m, FP_RECEIPT, "fb 12 00 02 07 04 05 06 06") == FP_OUT_OF_RANGE);
    CHECK(message_by_hand(&m, FP_RECEIPT, "fb 12 00 02 07") == FP_MISSING_FIELD);
    CHECK(message_by_hand(&m, FP_RECEIPT, "fb 12 00 04 07 02 05") == FP_OUT_OF_RANGE);
    CHECK(message_by_hand(&m, FP_RECEIPT, "fb 12 00 03 01 61 04 05") == FP_WRONG_TYPE);
    CHECK(message_by_hand(&m, FP_RECEIPT, "fb 12 00 02 07 04 05 fa 01 05 fd 01 02 61 62") == FP_OK); /* fields 125 and 126 of a later version */
    CHECK(message_by_hand(&m, FP_CONFIG, "fb 13 00 0a 05 20 ac 02 22 3c 2f 03 01 74 31 2f 02 00 78") == FP_OK);
    CHECK(fp_number(&m, FP_VERSION) == 5 && fp_number(&m, FP_REPORT_S) == 300 && fp_number(&m, FP_SAMPLE_S) == 60 && m.channel_count == 2);
    CHECK(fp_next_channel(&m, &channel) == FP_OK && fp_text_is(channel.id, "t1") && channel.unit == FP_CELSIUS);
    CHECK(fp_next_channel(&m, &channel) == FP_OK && fp_text_is(channel.id, "x") && channel.unit == FP_UNIT_NOT_SAID);
    CHECK(fp_next_channel(&m, &channel) == FP_END);
    CHECK(message_by_hand(&m, FP_CONFIG, "fb 13 00 0a 05 2f 03 63 74 31") == FP_UNKNOWN_UNIT);
    CHECK(message_by_hand(&m, FP_COMMAND, "fb 14 00 09 03 63 38 31 30 01 32 1e") == FP_OK && fp_text_is(fp_get_text(&m, FP_ID), "c81"));
    CHECK(message_by_hand(&m, FP_COMMAND, "fb 14 00 09 03 63 38 31 30 01") == FP_MISSING_FIELD);
    CHECK(message_by_hand(&m, FP_ANSWER, "fb 17 00 0a 05 34 02 37 02 c3 a9") == FP_OK);
    CHECK(message_by_hand(&m, FP_ANSWER, "fb 17 00 0a 05 34 02 37 02 c0 a9") == FP_OUT_OF_RANGE); /* longer than needed */
    CHECK(message_by_hand(&m, FP_ANSWER, "fb 17 00 0a 05 34 02 37 03 ed a0 80") == FP_OUT_OF_RANGE); /* half a surrogate pair */
    CHECK(message_by_hand(&m, FP_ANSWER, "fb 17 00 0a 05 34 02 37 01 07") == FP_OUT_OF_RANGE);
    CHECK(message_by_hand(&m, FP_TELEMETRY, "fb 11 00 02 07 04 05") == FP_UNSUPPORTED);
}

/* 60 one-minute readings at 0.01 degrees: at most 200 bytes. */
static void the_usual_frame_is_small(void) {
    static const fp_series t1 = {"t1", FP_REGULAR, FP_UNIT_NOT_SAID, -2, 60000};
    fp_head head = {0};
    fp_encoder e;
    uint8_t frame[FP_TELEMETRY_SIZE(1, 60)];
    size_t length = 0;
    int64_t value = 412;
    unsigned i;
    head.boot = 7;
    head.seq = 1042;
    head.base_ms = UINT64_C(1763690400000);
    CHECK(fp_begin(&e, frame, sizeof frame, &head, NULL) == FP_OK);
    fp_series_begin(&e, &t1);
    for (i = 0; i < 60; i++) CHECK(fp_put(&e, head.base_ms + i * 60000, value += (int64_t)below(7) - 3, 0) == FP_OK);
    CHECK(fp_end(&e, &length) == FP_OK && length <= 90);
    printf("60 one-minute readings of one channel: %u bytes\n", (unsigned)length);
}

static void refuses_to_write_what_could_not_be_read(void) {
    fp_series s = {"t1", 0, FP_CELSIUS, -2, 0};
    fp_head head = {0};
    fp_encoder e;
    fp_key short_key = {(const uint8_t *)"0123456789abcde", 15};
    fp_message m = {0};
    uint8_t frame[200];
    size_t length = 0;
    CHECK(fp_begin(&e, frame, sizeof frame, &head, &short_key) == FP_OUT_OF_RANGE);
    head.next_s = 2678401;
    CHECK(fp_begin(&e, frame, sizeof frame, &head, NULL) == FP_OUT_OF_RANGE);
    head.next_s = 0;
    head.base_ms = (uint64_t)FP_MAX_TIME + 1;
    CHECK(fp_begin(&e, frame, sizeof frame, &head, NULL) == FP_BAD_TIME);
    head.base_ms = 100;
    CHECK(fp_begin(&e, frame, sizeof frame, &head, NULL) == FP_OK);
    CHECK(fp_end(&e, &length) == FP_MISSING_FIELD);
    CHECK(fp_put(&e, 100, 0, 0) == FP_UNSUPPORTED); /* no series */
    fp_series_begin(&e, &s);
    CHECK(fp_put(&e, 99, 0, 0) == FP_BAD_TIME);
    CHECK(fp_put(&e, UINT64_MAX, 0, 0) == FP_BAD_TIME);
    CHECK(fp_put(&e, 100, FP_MAX_INTEGER + 1, 0) == FP_OUT_OF_RANGE);
    CHECK(fp_put(&e, 100, INT64_MIN, 0) == FP_OUT_OF_RANGE);
    CHECK(fp_put(&e, 100, 0, FP_EDGE) == FP_OUT_OF_RANGE);
    CHECK(fp_put_raw(&e, 100, 1.5, 0) == FP_UNSUPPORTED);
    CHECK(fp_put(&e, 100, FP_MAX_INTEGER, 0) == FP_OK);
    CHECK(fp_put(&e, (uint64_t)FP_MAX_TIME, -FP_MAX_INTEGER, 0) == FP_OK);
    CHECK(fp_put(&e, (uint64_t)FP_MAX_TIME + 1, 0, 0) == FP_BAD_TIME);
    CHECK(fp_put(&e, UINT64_C(1) << 63, 0, 0) == FP_BAD_TIME);
    CHECK(fp_put(&e, 0, INT64_MAX, 0) == FP_OUT_OF_RANGE);
    CHECK(fp_put(&e, 0, 0, 0) == FP_OK);
    s.flags = FP_RAW;
    fp_series_begin(&e, &s);
    CHECK(fp_put_raw(&e, 100, 0.0 / (double)(length = 0), 0) == FP_NOT_A_NUMBER);
    s.flags = FP_REGULAR;
    s.interval_ms = 10;
    fp_series_begin(&e, &s);
    CHECK(fp_put(&e, 100, 0, 0) == FP_OK);
    CHECK(fp_put(&e, 111, 0, 0) == FP_BAD_TIME);
    CHECK(fp_put(&e, 110, 0, 0) == FP_OK);
    s.interval_ms = 0;
    fp_series_begin(&e, &s);
    CHECK(fp_put(&e, 100, 0, 0) == FP_OUT_OF_RANGE);
    s.flags = 8;
    fp_series_begin(&e, &s);
    CHECK(fp_put(&e, 100, 0, 0) == FP_UNSUPPORTED);
    s.flags = 0;
    s.unit = 8;
    fp_series_begin(&e, &s);
    CHECK(fp_put(&e, 100, 0, 0) == FP_UNKNOWN_UNIT);
    s.unit = 0;
    s.scale = 10;
    fp_series_begin(&e, &s);
    CHECK(fp_put(&e, 100, 0, 0) == FP_OUT_OF_RANGE);
    s.scale = 0;
    s.channel = "this-id-is-a-little-longer-than-the-sixty-four-characters-allowed";
    fp_series_begin(&e, &s);
    CHECK(fp_put(&e, 100, 0, 0) == FP_OUT_OF_RANGE);
    CHECK(fp_end(&e, &length) == FP_OK);
    {
        fp_telemetry t;
        fp_reading r;
        unsigned n = 0;
        CHECK(fp_open(&t, frame, length, NULL) == FP_OK);
        while (fp_next(&t, &r) == FP_OK) n++;
        CHECK(n == 5);
    }
    m.type = FP_RECEIPT;
    fp_set(&m, FP_BOOT, 1);
    CHECK(fp_encode(&m, frame, sizeof frame, NULL, &length) == FP_MISSING_FIELD);
    fp_set(&m, FP_SEQ, UINT64_C(1) << 32);
    CHECK(fp_encode(&m, frame, sizeof frame, NULL, &length) == FP_OUT_OF_RANGE);
    fp_set(&m, FP_SEQ, 5);
    CHECK(fp_encode(&m, frame, 10, NULL, &length) == FP_NO_SPACE);
    CHECK(fp_encode(&m, frame, 11, NULL, &length) == FP_OK && length == 11);
    fp_set_text(&m, FP_MODEL, "x"); /* which a receipt does not have */
    CHECK(fp_encode(&m, frame, sizeof frame, NULL, &length) == FP_UNSUPPORTED);
    m.type = 9;
    CHECK(fp_encode(&m, frame, sizeof frame, NULL, &length) == FP_UNSUPPORTED);
}

/* One random frame: what was put, and the bytes. */
enum { MOST = 400 };
static struct { uint64_t time, bits; int64_t value; uint8_t quality, series; } put[MOST];
static fp_series all[MOST];
static char ids[MOST][FP_MAX_ID + 1];

static size_t random_frame(uint8_t *out, size_t capacity, const fp_key *key, unsigned *count, fp_head *head) {
    static const char FIRST[] = "abcXYZ019", NEXT_ONES[] = "aZ0._-";
    fp_encoder e;
    size_t length;
    unsigned series = 0, n = 0, left = 0, want = (unsigned)below(8) == 0 ? MOST : 1 + (unsigned)below(40);
    uint64_t time = 0;
    fp_reason reason;
    memset(head, 0, sizeof *head);
    head->boot = (uint32_t)(chance() >> (32 + below(32)));
    head->seq = (uint32_t)(chance() >> (32 + below(32)));
    head->next_s = below(2) ? (uint32_t)below(2678401) : 0;
    head->since_start = (uint8_t)below(2);
    if (head->since_start) head->up_ms = below((uint64_t)FP_MAX_TIME + 1);
    head->base_ms = below(2) ? UINT64_C(1763690400000) : below((uint64_t)FP_MAX_TIME + 1);
    *count = 0;
    reason = fp_begin(&e, out, capacity, head, key);
    if (reason == FP_NO_SPACE) return 0;
    CHECK(reason == FP_OK);
    while (n < want) {
        if (left == 0) {
            fp_series *s = &all[series];
            unsigned i, id_length = below(4) == 0 ? FP_MAX_ID : 1 + (unsigned)below(5);
            memset(s, 0, sizeof *s);
            ids[series][0] = FIRST[below(sizeof FIRST - 1)];
            for (i = 1; i < id_length; i++) ids[series][i] = NEXT_ONES[below(sizeof NEXT_ONES - 1)];
            ids[series][id_length] = 0;
            s->channel = ids[series];
            s->flags = (uint8_t)below(8);
            s->unit = (uint8_t)below(8);
            s->scale = (int8_t)((int)below(19) - 9);
            s->interval_ms = 1 + below(100000);
            fp_series_begin(&e, s);
            if (series == FP_MAX_SERIES) {
                CHECK(fp_put(&e, head->base_ms, 0, 0) == FP_TOO_LARGE || (s->flags & FP_RAW) != 0);
                break;
            }
            series++;
            left = below(3) == 0 ? 1 : 1 + (unsigned)below(300);
            time = head->base_ms + below(1000);
            if (time > MAX_TIME) time = MAX_TIME;
        }
        put[n].series = (uint8_t)(series - 1);
        put[n].time = time;
        put[n].quality = (all[series - 1].flags & FP_QUALITIES) != 0 ? (uint8_t)below(8) : 0;
        put[n].value = below(2) ? (int64_t)below(2000) - 1000 : (int64_t)below(2 * (uint64_t)FP_MAX_INTEGER + 1) - FP_MAX_INTEGER;
        put[n].bits = chance();
        if ((all[series - 1].flags & FP_RAW) != 0) {
            double value;
            memcpy(&value, &put[n].bits, sizeof value);
            reason = fp_put_raw(&e, time, value, put[n].quality);
            if (not_a_number(put[n].bits)) {
                put[n].bits = 0;
                CHECK(reason == FP_NO_SPACE || reason == ((put[n].quality & FP_FAULT) != 0 ? FP_OK : FP_NOT_A_NUMBER));
                if (reason == FP_NOT_A_NUMBER) continue;
            }
        } else {
            reason = fp_put(&e, time, put[n].value, put[n].quality);
        }
        if (reason == FP_NO_SPACE) {
            CHECK(capacity < FP_TELEMETRY_SIZE(series, n + 1));
            break;
        }
        CHECK(reason == FP_OK);
        n++;
        left--;
        if ((all[series - 1].flags & FP_REGULAR) != 0) time += all[series - 1].interval_ms;
        else if (below(5) == 0) time = below(MAX_TIME + 1);
        else time += below(2) ? 60000 : below(70000);
        if (time > MAX_TIME) left = 0;
    }
    *count = n;
    reason = fp_end(&e, &length);
    CHECK(reason == (n == 0 ? FP_MISSING_FIELD : FP_OK));
    CHECK(n == 0 || length <= capacity);
    return n == 0 ? 0 : length;
}

static void reads_what_it_writes(unsigned rounds) {
    static uint8_t secret[64];
    fp_key key = {secret, 64};
    uint64_t readings = 0, frames = 0;
    unsigned i, n, k;
    for (i = 0; i < sizeof secret; i++) secret[i] = (uint8_t)chance();
    while (rounds-- > 0) {
        size_t room = below(3) == 0 ? (size_t)below(400) : FP_TELEMETRY_SIZE(MOST, MOST), length;
        uint8_t *out = malloc(room > 0 ? room : 1), *frame;
        const fp_key *used = below(2) ? &key : NULL;
        fp_head head;
        fp_telemetry t;
        fp_reading r;
        CHECK(out != NULL);
        key.length = 16 + (size_t)below(49);
        length = random_frame(out, room, used, &n, &head);
        frame = exactly(out, length);
        free(out);
        if (length > 0) {
            CHECK(fp_open(&t, frame, length, used) == FP_OK);
            CHECK(t.boot == head.boot && t.seq == head.seq && t.next_s == head.next_s && t.since_start == head.since_start);
            CHECK(t.up_ms == head.up_ms);
            for (k = 0; k < n; k++) {
                const fp_series *s = &all[put[k].series];
                CHECK(fp_next(&t, &r) == FP_OK && r.reason == FP_OK);
                CHECK(r.time_ms == put[k].time && r.quality == put[k].quality && r.unit == s->unit);
                CHECK(strlen(s->channel) == r.channel_length && memcmp(s->channel, r.channel, r.channel_length) == 0);
                if (r.raw) CHECK(r.bits == put[k].bits);
                else CHECK(r.integer == put[k].value && r.scale == s->scale);
            }
            CHECK(fp_next(&t, &r) == FP_END);
            if (used != NULL) {
                key.length = key.length == 16 ? 17 : key.length - 1;
                CHECK(fp_open(&t, frame, length, used) == FP_BAD_SIGNATURE || secret[key.length] == 0);
                CHECK(fp_open(&t, frame, length, NULL) == FP_OK);
            } else {
                CHECK(fp_open(&t, frame, length, &key) == FP_UNSIGNED);
            }
            frames++;
            readings += n;
        }
        free(frame);
    }
    printf("random frames written and read: %" PRIu64 " with %" PRIu64 " readings\n", frames, readings);
}

/* Whatever the bytes: a reason of the contract, or readings up to the end. */
static void judge(const uint8_t *bytes, size_t length) {
    uint8_t *frame = exactly(bytes, length);
    fp_telemetry t;
    fp_reading r;
    fp_message m;
    fp_channel channel;
    fp_reason reason = fp_open(&t, frame, length, NULL);
    unsigned type, n = 0;
    damaged++;
    refused[reason]++;
    CHECK(reason != FP_END && reason != FP_NO_SPACE);
    CHECK(reason == FP_OK || fp_next(&t, &r) != FP_OK);
    if (reason == FP_OK) {
        while (fp_next(&t, &r) == FP_OK) {
            CHECK(r.time_ms <= MAX_TIME && r.quality <= 7 && r.channel_length >= 1 && fp_is_id(r.channel, r.channel_length));
            CHECK(r.reason != FP_OK || r.raw || (r.integer <= FP_MAX_INTEGER && r.integer >= -FP_MAX_INTEGER));
            CHECK(r.reason != FP_OK || fp_value(&r) - fp_value(&r) == 0);
            n++;
        }
        CHECK(n >= 1 && n <= FP_MAX_READINGS);
    }
    for (type = 0; type <= 8; type++) {
        if (fp_decode(&m, (fp_type)type, frame, length, NULL) != FP_OK) continue;
        while (fp_next_channel(&m, &channel) == FP_OK) CHECK(fp_is_id(channel.id.at, channel.id.length));
        for (n = 1; n < FP_FIELDS; n++) {
            if (fp_has(&m, n) && is_text(n) && n != FP_CHANNEL) CHECK(fp_get_text(&m, n).length <= 128);
        }
    }
    free(frame);
}

/* Some frames of other types to damage. */
static size_t random_message(uint8_t *out, size_t capacity) {
    static const fp_channel CHANNELS[3] = {{{"t1", 2}, 1}, {{"mains", 5}, 7}, {{"x.y-z_0", 7}, 0}};
    fp_message m = {0};
    unsigned field;
    size_t length = 0;
    m.type = FP_RECEIPT + (uint32_t)below(6);
    for (field = 1; field < FP_FIELDS; field++) {
        if ((FIELDS[field].types >> m.type & 1) == 0 || (m.type == FP_ANSWER && field == FP_ID)) continue;
        if (field == FP_CHANNEL) m.channel_count = (uint32_t)below(4);
        else if (is_text(field)) fp_set_text(&m, field, field == FP_ID ? "c81" : "10 \xC2\xB0" "C or more");
        else fp_set(&m, field, field == FP_FROM ? 0 : 1 + below(3));
    }
    m.channels = CHANNELS;
    CHECK(fp_encode(&m, out, capacity, NULL, &length) == FP_OK);
    return length;
}

static void survives_damage(unsigned frames, unsigned mutations) {
    static uint8_t frame[FP_TELEMETRY_SIZE(MOST, MOST)], copy[sizeof frame + 16];
    unsigned n, i, f;
    for (f = 0; f < frames; f++) {
        fp_head head;
        size_t length = f % 2 ? random_message(frame, sizeof frame) : 0, at;
        while (length == 0 || length > 1000) length = random_frame(frame, sizeof frame, NULL, &n, &head);
        for (at = 0; at < length; at++) {
            fp_writer to = {copy, sizeof copy, (uint32_t)at};
            judge(frame, at);
            memcpy(copy, frame, at); /* cut, and the checksum made good */
            judge(copy, seal(&to, NULL));
        }
        for (i = 0; i < 8 * length; i++) {
            memcpy(copy, frame, length);
            copy[i / 8] ^= (uint8_t)(1u << i % 8);
            judge(copy, length);
        }
        for (i = 0; i < mutations; i++) {
            fp_writer to = {copy, sizeof copy, (uint32_t)length - 4};
            unsigned changes = 1 + (unsigned)below(4);
            memcpy(copy, frame, length);
            while (changes-- > 0) {
                at = (size_t)below(to.length);
                switch (below(5)) {
                case 0: copy[at] ^= (uint8_t)(1u << below(8)); break;
                case 1: copy[at] = (uint8_t)chance(); break;
                case 2: copy[at] = below(2) ? 0xFF : 0x80; break;
                case 3:
                    memmove(copy + at, copy + at + 1, to.length - at - 1);
                    if (to.length > 4) to.length--;
                    break;
                default:
                    memmove(copy + at + 1, copy + at, to.length - at);
                    if (to.length < length) to.length++;
                    break;
                }
            }
            judge(copy, seal(&to, NULL));
        }
    }
    printf("damaged frames judged: %" PRIu64 ":", damaged);
    {
        static const char *const names[] = FP_REASON_NAMES;
        for (i = 0; i <= FP_NO_SPACE; i++) {
            if (refused[i] > 0) printf(" %s %" PRIu64, names[i], refused[i]);
        }
    }
    printf("\n");
}

int main(int argc, char **argv) {
    if (argc > 1) seed = first_seed = strtoull(argv[1], NULL, 10);
    published_vectors();
    frames_written_by_hand();
    the_usual_frame_is_small();
    refuses_to_write_what_could_not_be_read();
    reads_what_it_writes(5000);
    survives_damage(40, 3000);
    printf("%" PRIu64 " checks passed, seed %" PRIu64 "\n", checks, first_seed);
    return 0;
}
