/**
 * The HTTP face: routes, sign-in at the door, problems as {@code application/problem+json}, the streamed log, metrics. Requests are
 * parsed on event loops and answered on virtual threads, where they may block.
 */
@NullMarked
package io.frostproof.server.http;

import org.jspecify.annotations.NullMarked;
