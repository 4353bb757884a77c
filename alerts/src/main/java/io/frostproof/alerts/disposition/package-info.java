/** What the exposure of goods says about them: sound, harmed, or that nobody knows; by a written rule, with its figures. Pure. */
@NullMarked
package io.frostproof.alerts.disposition;

import org.jspecify.annotations.NullMarked;
