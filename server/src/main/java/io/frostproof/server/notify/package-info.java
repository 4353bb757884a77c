/**
 * Hands notices over: the dispatcher takes them from the outbox and gives them to the webhook and to the mail server.
 *
 * <p>Threading: the dispatcher runs one virtual thread per target; channels block the thread that calls them and may be
 * called from any thread. Nothing here runs on an event loop of Vert.x, except Vert.x's own mail client. Secrets appear in
 * no log, no {@code toString} and no recorded detail.
 */
@NullMarked
package io.frostproof.server.notify;

import org.jspecify.annotations.NullMarked;
