/**
 * Tells the outside what decisions ask for: webhooks, EPCIS events, mails, commands to devices. What waits is in the database; here it is handed over, tried again, and followed up.
 *
 * <p>Threading: one virtual thread for each target and one that follows up. Executors block the thread that calls them.
 */
@NullMarked
package io.frostproof.server.action;

import org.jspecify.annotations.NullMarked;
