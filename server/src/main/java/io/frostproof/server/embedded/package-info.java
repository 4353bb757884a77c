/**
 * PostgreSQL and an MQTT 5 broker inside or beside this process, for the demo: nothing to install. Thread-safe.
 */
@NullMarked
package io.frostproof.server.embedded;

import org.jspecify.annotations.NullMarked;
