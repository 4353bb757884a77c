/*
 * What the device keeps until the server has it: one append-only file of records, each with its own checksum.
 *
 * A record is written, synced, and only then acted upon; so whatever instant the device dies at, the file is a list of whole records and
 * perhaps one torn one behind them, which was never acted upon and is left out at the next start. The same scheme works in raw flash.
 *
 * Not thread-safe; functions that write end the program when the disk refuses, as a device that cannot keep must not pretend to.
 */
#ifndef KEEP_H
#define KEEP_H

#include <stddef.h>
#include <stdint.h>

enum { KEEP_BATCH = 240, KEEP_ID = 32, KEEP_COMMANDS = 8 };

typedef struct {
    int64_t time_ms; /* since 1970, or since the start of the boot in whose message it is */
    int32_t value;   /* hundredths of the unit */
    uint8_t quality;
} keep_reading;

/* A message in the file. */
typedef struct {
    uint32_t boot, seq;
    uint32_t at;         /* offset of its record */
    uint8_t covered;     /* by a receipt; stays a while, for backlog commands */
    uint8_t wanted;      /* by a backlog command, although it is covered */
    uint8_t since_start;
    uint8_t tries;       /* sent so often on this connection */
    int64_t due;         /* when to send it (again), on the caller's clock */
    int64_t last_ms;     /* time of its last reading */
} keep_message;

/* What is in a message. */
typedef struct {
    uint8_t unit, since_start;
    uint16_t count;
    keep_reading readings[KEEP_BATCH];
} keep_content;

typedef struct {
    char id[KEEP_ID + 1];
    uint8_t has_count;
    uint32_t count;
} keep_command;

typedef struct {
    int fd, sync;
    const char *path;
    uint32_t end, tidy_at;
    uint32_t dropped; /* bytes that were torn or damaged when it was opened */

    int started;
    uint32_t boot, next_seq;
    uint32_t config_version, report_s, sample_s; /* version 0: none was ever applied */
    uint8_t unit;
    keep_command commands[KEEP_COMMANDS];        /* the last ones done, oldest first */
    uint32_t command_count;

    keep_message *messages; /* oldest first */
    uint32_t count, room, lost;
    keep_content batch;     /* readings that are in no message yet */
    int64_t last_ms;        /* time of the last reading with a time since 1970 */
} keep;

/* Opens or makes the file, reads it, and begins a new boot. `room`: messages to hold at most; `sync`: 0 trusts the power supply. */
void keep_open(keep *k, const char *path, uint32_t room, int sync);

/* Adds a reading to the batch; it is safe when this returns. A batch that is full or of another kind becomes a message first. */
void keep_add(keep *k, uint8_t unit, uint8_t since_start, keep_reading reading);

/* Gives the batch a number. Nothing happens if it is empty. */
void keep_number(keep *k);

/* Reads the content of a message. */
void keep_read(const keep *k, const keep_message *message, keep_content *content);

/* Forgets what a receipt covers; returns how many messages that were. */
uint32_t keep_receipt(keep *k, uint32_t boot, uint32_t from, uint32_t seq);

/* Messages that no receipt covers; `*oldest` is the first of them, or NULL. */
uint32_t keep_waiting(const keep *k, const keep_message **oldest);

void keep_config(keep *k, uint32_t version, uint32_t report_s, uint32_t sample_s, uint8_t unit);

/* The command with this id, if it was done already. */
const keep_command *keep_find_command(const keep *k, const char *id);
void keep_done(keep *k, const keep_command *command);

#endif
