/** What is proposed for affected stock, all of it together: who stays, who goes where, by which lane, until when, why, and what would change the answer. Pure. */
@NullMarked
package io.frostproof.alerts.plan;

import org.jspecify.annotations.NullMarked;
