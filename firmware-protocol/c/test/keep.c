/*
 * The example device's file: cut at every byte of its last record, and damaged at every byte, it has to give back every whole record and never
 * a number that was used.
 *
 *   keep DIRECTORY     works in a file there
 */
#define _POSIX_C_SOURCE 200809L
#include "../example/keep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK(condition)                                                                  \
    do {                                                                                  \
        if (!(condition)) {                                                               \
            fprintf(stderr, "%s:%d: not so: %s (at %zu)\n", __FILE__, __LINE__, #condition, place); \
            exit(1);                                                                      \
        }                                                                                 \
    } while (0)

static size_t place;
static char path[4096];
static uint8_t image[1 << 20];

static size_t load(void) {
    FILE *file = fopen(path, "rb");
    size_t n;
    CHECK(file != NULL);
    n = fread(image, 1, sizeof image, file);
    fclose(file);
    return n;
}

static void store(size_t length) {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(image, 1, length, file) == length && fclose(file) == 0);
}

static void finish(keep *k) {
    close(k->fd);
    free(k->messages);
}

static void add(keep *k, int64_t time_ms, unsigned readings) {
    keep_reading r = {0};
    for (; readings > 0; readings--) {
        r.time_ms = time_ms++;
        r.value = (int32_t)r.time_ms * 7;
        keep_add(k, 1, 0, r);
    }
}

/* Every reading in the file, once; fills a bit for each time. */
static uint64_t readings(const keep *k) {
    static keep_content c;
    uint64_t seen = 0;
    uint32_t i;
    unsigned n;
    for (i = 0; i < k->count; i++) {
        keep_read(k, &k->messages[i], &c);
        for (n = 0; n < c.count; n++) {
            uint64_t bit = UINT64_C(1) << c.readings[n].time_ms;
            CHECK(c.readings[n].value == c.readings[n].time_ms * 7 && (seen & bit) == 0);
            seen |= bit;
        }
    }
    return seen;
}

static unsigned bits(uint64_t set) {
    unsigned n = 0;
    for (; set != 0; set &= set - 1) n++;
    return n;
}

int main(int argc, char **argv) {
    keep k;
    keep_command command = {"c81", 1, 7};
    const keep_message *oldest;
    size_t length, last;
    uint32_t boot, i, lost = 0;
    snprintf(path, sizeof path, "%s/keep-test.frostproof", argc > 1 ? argv[1] : ".");
    remove(path);

    keep_open(&k, path, 100, 0);
    CHECK(k.boot == 0 && k.next_seq == 0 && k.count == 0);
    add(&k, 0, 3);
    keep_number(&k);
    add(&k, 3, 1);
    keep_number(&k);
    keep_config(&k, 4, 300, 60, 2);
    keep_done(&k, &command);
    CHECK(keep_receipt(&k, 0, 1, 1) == 1 && keep_receipt(&k, 0, 1, 1) == 0 && keep_receipt(&k, 1, 0, 9) == 0);
    add(&k, 4, 2); /* not numbered: gets a number of this boot at the next start */
    finish(&k);

    keep_open(&k, path, 100, 0);
    CHECK(k.boot == 1 && k.next_seq == 0 && k.count == 3 && k.dropped == 0 && readings(&k) == 0x3F);
    CHECK(k.messages[2].boot == 0 && k.messages[2].seq == 2 && k.messages[1].covered && !k.messages[0].covered);
    CHECK(keep_waiting(&k, &oldest) == 2 && oldest == &k.messages[0]);
    CHECK(k.config_version == 4 && k.unit == 2 && keep_find_command(&k, "c81")->count == 7 && keep_find_command(&k, "c8") == NULL);
    for (i = 0; i < 10; i++) {
        add(&k, 6 + 2 * i, 2);
        keep_number(&k);
    }
    finish(&k);
    length = load();
    last = length - (7 + 12 + 2 * 13); /* the last record: a message of two readings */

    for (place = last; place < length; place++) {
        store(place);
        keep_open(&k, path, 100, 0);
        CHECK(k.boot > 1 && k.next_seq <= 1 && readings(&k) == 0x3FFFFFF); /* its readings are there as single records, too */
        CHECK(k.dropped == place - last);
        finish(&k);
    }
    for (place = 0; place < length; place++) {
        uint64_t seen;
        image[place] ^= 0x41;
        store(length);
        image[place] ^= 0x41;
        keep_open(&k, path, 100, 0);
        seen = readings(&k);
        CHECK(k.boot > 1 && (seen & ~UINT64_C(0x3FFFFFF)) == 0 && bits(seen) >= 23);
        lost += 26 - bits(seen);
        boot = k.boot;
        finish(&k);
        keep_open(&k, path, 100, 0);
        CHECK(k.boot > boot && k.dropped == 0 && readings(&k) == seen);
        finish(&k);
    }

    /* Full: what receipts cover goes first, then the oldest, and that is counted. */
    remove(path);
    keep_open(&k, path, 4, 0);
    for (i = 0; i < 4; i++) {
        add(&k, i, 1);
        keep_number(&k);
    }
    keep_receipt(&k, 0, 2, 2);
    add(&k, 4, 1);
    keep_number(&k);
    CHECK(k.lost == 0 && readings(&k) == 0x1B);
    add(&k, 5, 1);
    keep_number(&k);
    CHECK(k.lost == 1 && readings(&k) == 0x3A);
    finish(&k);
    remove(path);
    printf("the device's file: cut at %zu places, damaged at %zu\n", length - last, length);
    return 0;
}
