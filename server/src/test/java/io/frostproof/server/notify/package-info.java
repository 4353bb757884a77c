/** Tests of notification against real sockets: an HTTP receiver and a mail server, both on loopback. */
@NullMarked
package io.frostproof.server.notify;

import org.jspecify.annotations.NullMarked;
