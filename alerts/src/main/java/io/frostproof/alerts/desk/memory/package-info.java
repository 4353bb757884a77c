/**
 * A desk's store and outbox in memory, for as long as the database is away: begun from what the database said last, they let the very
 * same desk find, settle and tell what it would have found with the database. Pure: no clock, no I/O. Threading: as each type says.
 */
@NullMarked
package io.frostproof.alerts.desk.memory;

import org.jspecify.annotations.NullMarked;
