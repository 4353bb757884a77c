/** Tests of sign-in. */
@NullMarked
package io.frostproof.server.access;

import org.jspecify.annotations.NullMarked;
