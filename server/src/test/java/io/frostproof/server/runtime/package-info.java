/** Tests of a running server's parts, in this JVM. Threading: as the server's. */
@NullMarked
package io.frostproof.server.runtime;

import org.jspecify.annotations.NullMarked;
