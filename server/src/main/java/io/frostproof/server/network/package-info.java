/**
 * The file that describes a whole network: read, checked across its parts, and turned into the records of {@code alerts}.
 * The faces are {@link io.frostproof.server.network.NetworkFile} and {@link io.frostproof.server.network.NetworkSummary};
 * both are stateless and safe to use from any thread.
 */
@NullMarked
package io.frostproof.server.network;

import org.jspecify.annotations.NullMarked;
