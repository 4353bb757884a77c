/** What every outbox must do, and one in memory that does it. Threading: as each type says. */
@NullMarked
package io.frostproof.testing.notify;

import org.jspecify.annotations.NullMarked;
