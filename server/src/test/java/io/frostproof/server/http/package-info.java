/** Tests of the HTTP face, over real sockets and databases. */
@NullMarked
package io.frostproof.server.http;

import org.jspecify.annotations.NullMarked;
