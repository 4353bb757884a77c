@NullMarked
package io.frostproof.alerts.network;

import org.jspecify.annotations.NullMarked;
