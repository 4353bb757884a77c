/**
 * What happens now, for those who watch: changes of the feed and the newest readings, handed to every connected watcher. Everything is
 * bounded per watcher; who is slow loses no change, and of readings only those that newer ones have replaced. Thread-safe.
 */
@NullMarked
package io.frostproof.server.live;

import org.jspecify.annotations.NullMarked;
