/** Who may decide about stock: rules, and what approvals come to by them. Pure, immutable, safe to share between threads. */
@NullMarked
package io.frostproof.alerts.govern;

import org.jspecify.annotations.NullMarked;
