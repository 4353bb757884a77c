#define _POSIX_C_SOURCE 200809L
#include "keep.h"

#include "../frostproof.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A record: length of the payload (2 bytes), kind (1), payload, CRC-32C of all before (4). Little-endian.
 *
 *   BOOT     boot, next sequence       written at every start, before anything is numbered
 *   READING  unit, since_start, reading; replaced by the MESSAGE that follows
 *   MESSAGE  boot, seq, unit, since_start, count, readings
 *   RECEIPT  boot, from, seq
 *   CONFIG   version, report_s, sample_s, unit
 *   COMMAND  has_count, count, id
 */
enum { BOOT = 1, READING, MESSAGE, RECEIPT, CONFIG, COMMAND };
enum { AROUND = 7, READING_BYTES = 13, MESSAGE_BYTES = 12, LARGEST = AROUND + MESSAGE_BYTES + READING_BYTES * KEEP_BATCH };
enum { SHORTEST = AROUND + 8, TIDY_ABOVE = 1 << 20, COVERED_TO_KEEP = 256 };

static void die(const keep *k, const char *what) {
    fprintf(stderr, "%s: %s: %s\n", k->path, what, strerror(errno));
    exit(74); /* EX_IOERR */
}

static void put(uint8_t **at, uint64_t number, unsigned bytes) {
    for (; bytes > 0; bytes--, number >>= 8) *(*at)++ = (uint8_t)(number & 0xFF);
}

static uint64_t get(const uint8_t **at, unsigned bytes) {
    uint64_t number = 0;
    unsigned i;
    for (i = 0; i < bytes; i++) number |= (uint64_t)(*at)[i] << (8 * i);
    *at += bytes;
    return number;
}

static void put_reading(uint8_t **at, const keep_reading *r) {
    put(at, (uint64_t)r->time_ms, 8);
    put(at, (uint32_t)r->value, 4);
    put(at, r->quality, 1);
}

static keep_reading get_reading(const uint8_t **at) {
    keep_reading r;
    r.time_ms = (int64_t)get(at, 8);
    r.value = (int32_t)get(at, 4);
    r.quality = (uint8_t)get(at, 1);
    return r;
}

static void write_all(const keep *k, int fd, const uint8_t *bytes, size_t length) {
    while (length > 0) {
        ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) die(k, "cannot be written");
        bytes += n;
        length -= (size_t)n;
    }
}

/* Writes a record of which the payload stands at record + 3, up to `end`; returns its length. */
static uint32_t write_record(const keep *k, int fd, uint8_t *record, const uint8_t *end, uint8_t kind) {
    uint8_t *at = record;
    uint32_t length = (uint32_t)(end - record);
    put(&at, length - 3, 2);
    put(&at, kind, 1);
    at = record + length;
    put(&at, fp_crc32c(record, length), 4);
    write_all(k, fd, record, length + 4);
    return length + 4;
}

/* Appends a record; on the disk when it returns, unless it may be lost (a receipt costs one repeat). */
static void append(keep *k, uint8_t *record, const uint8_t *end, uint8_t kind) {
    k->end += write_record(k, k->fd, record, end, kind);
    if (k->sync && kind != RECEIPT && fdatasync(k->fd) != 0) die(k, "cannot be synced");
}

static uint8_t *write_message_payload(uint8_t *at, uint32_t boot, uint32_t seq, const keep_content *c) {
    unsigned i;
    put(&at, boot, 4);
    put(&at, seq, 4);
    put(&at, c->unit, 1);
    put(&at, c->since_start, 1);
    put(&at, c->count, 2);
    for (i = 0; i < c->count; i++) put_reading(&at, &c->readings[i]);
    return at;
}

/* ---- What is in memory ---- */

/* Makes room for one more message: first what receipts cover, then the oldest. */
static void make_room(keep *k) {
    uint32_t covered = 0, drop, i, n = 0;
    for (i = 0; i < k->count; i++) covered += k->messages[i].covered;
    drop = covered > COVERED_TO_KEEP ? covered - COVERED_TO_KEEP : covered;
    for (i = 0; i < k->count; i++) {
        if (k->messages[i].covered && drop > 0) drop--;
        else k->messages[n++] = k->messages[i];
    }
    k->count = n;
    if (k->count < k->room) return;
    k->lost += k->messages[0].boot == k->boot;
    memmove(k->messages, k->messages + 1, --k->count * sizeof *k->messages);
}

static void remember_message(keep *k, uint32_t at, uint32_t boot, uint32_t seq, const keep_content *c) {
    keep_message *m;
    if (k->count == k->room) make_room(k);
    m = &k->messages[k->count++];
    memset(m, 0, sizeof *m);
    m->at = at;
    m->boot = boot;
    m->seq = seq;
    m->since_start = c->since_start;
    m->last_ms = c->readings[c->count - 1].time_ms;
    if (!c->since_start && m->last_ms > k->last_ms) k->last_ms = m->last_ms;
}

static uint32_t cover(keep *k, uint32_t boot, uint32_t from, uint32_t seq) {
    uint32_t i, n = 0;
    for (i = 0; i < k->count; i++) {
        keep_message *m = &k->messages[i];
        if (m->covered || m->boot != boot || m->seq < from || m->seq > seq) continue;
        m->covered = 1;
        n++;
    }
    return n;
}

static void remember_command(keep *k, const keep_command *command) {
    if (k->command_count == KEEP_COMMANDS) memmove(k->commands, k->commands + 1, --k->command_count * sizeof *k->commands);
    k->commands[k->command_count++] = *command;
}

/* ---- Reading the file ---- */

static void read_content(const uint8_t **at, keep_content *c) {
    unsigned i;
    c->unit = (uint8_t)get(at, 1);
    c->since_start = (uint8_t)get(at, 1);
    c->count = (uint16_t)get(at, 2);
    for (i = 0; i < c->count; i++) c->readings[i] = get_reading(at);
}

/* A boot that there was, and the next sequence of it: the highest count. */
static void used(keep *k, uint32_t boot, uint32_t next_seq) {
    if (k->started && (boot < k->boot || (boot == k->boot && next_seq <= k->next_seq))) return;
    k->started = 1;
    k->boot = boot;
    k->next_seq = next_seq;
}

/* Takes one record in; 0 if it cannot be one that this program wrote. */
static int replay(keep *k, uint32_t offset, uint8_t kind, const uint8_t *at, uint32_t length) {
    static keep_content content;
    keep_command command;
    uint32_t a, b;
    switch (kind) {
    case BOOT:
        if (length != 8) return 0;
        a = (uint32_t)get(&at, 4);
        used(k, a, (uint32_t)get(&at, 4));
        return 1;
    case READING:
        if (length != 2 + READING_BYTES || k->batch.count >= KEEP_BATCH) return 0;
        k->batch.unit = (uint8_t)get(&at, 1);
        k->batch.since_start = (uint8_t)get(&at, 1);
        k->batch.readings[k->batch.count++] = get_reading(&at);
        return 1;
    case MESSAGE:
        if (length < MESSAGE_BYTES + READING_BYTES || length > MESSAGE_BYTES + READING_BYTES * KEEP_BATCH) return 0;
        a = (uint32_t)get(&at, 4);
        b = (uint32_t)get(&at, 4);
        read_content(&at, &content);
        remember_message(k, offset, a, b, &content);
        used(k, a, b + 1);
        k->batch.count = 0;
        return 1;
    case RECEIPT:
        if (length != 12) return 0;
        a = (uint32_t)get(&at, 4);
        b = (uint32_t)get(&at, 4);
        (void)cover(k, a, b, (uint32_t)get(&at, 4));
        return 1;
    case CONFIG:
        if (length != 13) return 0;
        k->config_version = (uint32_t)get(&at, 4);
        k->report_s = (uint32_t)get(&at, 4);
        k->sample_s = (uint32_t)get(&at, 4);
        k->unit = (uint8_t)get(&at, 1);
        return 1;
    case COMMAND:
        if (length < 6 || length > 5 + KEEP_ID) return 0;
        memset(&command, 0, sizeof command);
        command.has_count = (uint8_t)get(&at, 1);
        command.count = (uint32_t)get(&at, 4);
        memcpy(command.id, at, length - 5);
        remember_command(k, &command);
        return 1;
    default:
        return 0;
    }
}

/*
 * Reads record after record. A torn record can only be the last one, and was never acted upon; should the disk have damaged one before it, the
 * reading goes on at the next that is whole, and what was skipped is counted.
 */
static void replay_all(keep *k) {
    uint8_t record[LARGEST];
    for (;;) {
        const uint8_t *at = record;
        ssize_t n = pread(k->fd, record, sizeof record, (off_t)k->end);
        uint32_t length;
        if (n < 0) die(k, "cannot be read");
        if (n == 0) break;
        if (n >= AROUND && (length = (uint32_t)get(&at, 2)) + AROUND <= (uint32_t)n) {
            at = record + 3 + length;
            if (fp_crc32c(record, 3 + length) == get(&at, 4) && replay(k, k->end, record[2], record + 3, length)) {
                k->end += length + AROUND;
                continue;
            }
        }
        k->end++;
        k->dropped++;
    }
    if (lseek(k->fd, (off_t)k->end, SEEK_SET) < 0) die(k, "cannot be read");
}

/* ---- Writing a new file without what is no longer needed ---- */

static void sync_directory(const keep *k) {
    char path[PATH_MAX];
    int fd;
    snprintf(path, sizeof path, "%s", k->path);
    fd = open(dirname(path), O_RDONLY);
    if (fd < 0 || (k->sync && fsync(fd) != 0)) die(k, "its directory cannot be synced");
    close(fd);
}

static void write_boot(keep *k, int fd) {
    uint8_t record[LARGEST], *at = record + 3;
    put(&at, k->boot, 4);
    put(&at, k->next_seq, 4);
    k->end += write_record(k, fd, record, at, BOOT);
}

static void write_state(keep *k, int fd) {
    uint8_t record[LARGEST], *at = record + 3;
    uint32_t i;
    write_boot(k, fd);
    put(&at, k->config_version, 4);
    put(&at, k->report_s, 4);
    put(&at, k->sample_s, 4);
    put(&at, k->unit, 1);
    k->end += write_record(k, fd, record, at, CONFIG);
    for (i = 0; i < k->command_count; i++) {
        size_t length = strlen(k->commands[i].id);
        at = record + 3;
        put(&at, k->commands[i].has_count, 1);
        put(&at, k->commands[i].count, 4);
        memcpy(at, k->commands[i].id, length);
        k->end += write_record(k, fd, record, at + length, COMMAND);
    }
}

/* The new file takes the place of the old one in one step, so there is always one of them. */
static void tidy(keep *k) {
    char path[PATH_MAX];
    uint8_t record[LARGEST], *at;
    static keep_content content;
    uint32_t i, n = 0, covered = 0;
    int fd;
    snprintf(path, sizeof path, "%s.new", k->path);
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0) die(k, "its successor cannot be made");
    k->end = 0;
    write_state(k, fd);
    for (i = 0; i < k->count; i++) covered += k->messages[i].covered;
    for (i = 0; i < k->count; i++) {
        keep_message m = k->messages[i];
        if (m.covered && covered > COVERED_TO_KEEP) {
            covered--;
            continue;
        }
        keep_read(k, &m, &content);
        m.at = k->end;
        k->end += write_record(k, fd, record, write_message_payload(record + 3, m.boot, m.seq, &content), MESSAGE);
        if (m.covered) {
            at = record + 3;
            put(&at, m.boot, 4);
            put(&at, m.seq, 4);
            put(&at, m.seq, 4);
            k->end += write_record(k, fd, record, at, RECEIPT);
        }
        k->messages[n++] = m;
    }
    k->count = n;
    for (i = 0; i < k->batch.count; i++) {
        at = record + 3;
        put(&at, k->batch.unit, 1);
        put(&at, k->batch.since_start, 1);
        put_reading(&at, &k->batch.readings[i]);
        k->end += write_record(k, fd, record, at, READING);
    }
    write_boot(k, fd); /* again: a number used twice would be the one thing that nobody could mend */
    if ((k->sync && fsync(fd) != 0) || rename(path, k->path) != 0) die(k, "cannot be replaced");
    sync_directory(k);
    close(k->fd);
    k->fd = fd;
    k->tidy_at = 2 * k->end > TIDY_ABOVE ? 2 * k->end : TIDY_ABOVE;
}

/* ---- What the device calls ---- */

void keep_open(keep *k, const char *path, uint32_t room, int sync) {
    memset(k, 0, sizeof *k);
    k->path = path;
    k->sync = sync;
    k->room = room;
    k->messages = malloc(room * sizeof *k->messages);
    k->fd = open(path, O_RDWR | O_CREAT, 0600);
    if (k->messages == NULL || k->fd < 0) die(k, "cannot be opened");
    replay_all(k);
    k->lost = 0;
    /*
     * Readings that were not numbered belong to the boot in which they were taken. If something was skipped, it is not sure which numbers that
     * boot has used, so they go into the new one; a time since start means nothing there.
     */
    if (k->dropped == 0) keep_number(k);
    else if (k->batch.since_start) k->batch.count = 0;
    /* What was skipped may have held starts: count as many as there was room for. The very first start is boot 0. */
    if (k->started) k->boot++;
    k->boot += (k->dropped + SHORTEST - 1) / SHORTEST;
    k->next_seq = 0;
    tidy(k); /* begins with the new boot, and is synced */
    keep_number(k);
}

void keep_add(keep *k, uint8_t unit, uint8_t since_start, keep_reading reading) {
    uint8_t record[LARGEST], *at = record + 3;
    if (k->batch.count == KEEP_BATCH || (k->batch.count > 0 && (k->batch.unit != unit || k->batch.since_start != since_start))) keep_number(k);
    k->batch.unit = unit;
    k->batch.since_start = since_start;
    k->batch.readings[k->batch.count++] = reading;
    if (!since_start) k->last_ms = reading.time_ms;
    put(&at, unit, 1);
    put(&at, since_start, 1);
    put_reading(&at, &reading);
    append(k, record, at, READING);
}

void keep_number(keep *k) {
    uint8_t record[LARGEST], *end;
    uint32_t at;
    if (k->batch.count == 0) return;
    if (k->end > k->tidy_at && k->tidy_at > 0) tidy(k);
    at = k->end;
    append(k, record, write_message_payload(record + 3, k->boot, k->next_seq, &k->batch), MESSAGE);
    remember_message(k, at, k->boot, k->next_seq, &k->batch);
    k->batch.count = 0;
    if (++k->next_seq < UINT32_MAX) return;
    /* The end of the numbers of a boot. */
    k->next_seq = 0;
    end = record + 3;
    put(&end, ++k->boot, 4);
    put(&end, k->next_seq, 4);
    append(k, record, end, BOOT);
}

void keep_read(const keep *k, const keep_message *message, keep_content *content) {
    uint8_t record[LARGEST];
    const uint8_t *at = record + 3 + 8;
    ssize_t n = pread(k->fd, record, sizeof record, (off_t)message->at);
    if (n < AROUND + MESSAGE_BYTES || record[2] != MESSAGE) die(k, "has lost a message");
    read_content(&at, content);
}

uint32_t keep_receipt(keep *k, uint32_t boot, uint32_t from, uint32_t seq) {
    uint32_t n = cover(k, boot, from, seq);
    if (n > 0) {
        uint8_t record[LARGEST], *at = record + 3;
        put(&at, boot, 4);
        put(&at, from, 4);
        put(&at, seq, 4);
        append(k, record, at, RECEIPT);
    }
    return n;
}

uint32_t keep_waiting(const keep *k, const keep_message **oldest) {
    uint32_t i, n = 0;
    *oldest = NULL;
    for (i = 0; i < k->count; i++) {
        if (k->messages[i].covered) continue;
        if (n++ == 0) *oldest = &k->messages[i];
    }
    return n;
}

void keep_config(keep *k, uint32_t version, uint32_t report_s, uint32_t sample_s, uint8_t unit) {
    uint8_t record[LARGEST], *at = record + 3;
    put(&at, k->config_version = version, 4);
    put(&at, k->report_s = report_s, 4);
    put(&at, k->sample_s = sample_s, 4);
    put(&at, k->unit = unit, 1);
    append(k, record, at, CONFIG);
}

const keep_command *keep_find_command(const keep *k, const char *id) {
    uint32_t i;
    for (i = 0; i < k->command_count; i++) {
        if (strcmp(k->commands[i].id, id) == 0) return &k->commands[i];
    }
    return NULL;
}

void keep_done(keep *k, const keep_command *command) {
    uint8_t record[LARGEST], *at = record + 3;
    size_t length = strlen(command->id);
    remember_command(k, command);
    put(&at, command->has_count, 1);
    put(&at, command->count, 4);
    memcpy(at, command->id, length);
    append(k, record, at + length, COMMAND);
}
