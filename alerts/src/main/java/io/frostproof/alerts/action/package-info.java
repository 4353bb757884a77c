/** What the outside is told because of a decision: which receiver, under which key, with which content. Pure. */
@NullMarked
package io.frostproof.alerts.action;

import org.jspecify.annotations.NullMarked;
