/**
 * The desk: turns transitions into excursions, incidents, exposures, proposals and notices. Pure apart from the transaction
 * that it is handed; one desk per region works at a time.
 */
@NullMarked
package io.frostproof.alerts.desk;

import org.jspecify.annotations.NullMarked;
