/** Tests of EPCIS documents, identifiers and meanings. */
@NullMarked
package io.frostproof.server.epcis;

import org.jspecify.annotations.NullMarked;
