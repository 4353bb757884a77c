/**
 * The MQTT source: one session, acknowledgements in arrival order after commit, receipts down to devices. Callbacks come on the
 * client's threads and only hand over.
 */
@NullMarked
package io.frostproof.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
