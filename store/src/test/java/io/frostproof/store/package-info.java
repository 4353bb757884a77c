@NullMarked
package io.frostproof.store;

import org.jspecify.annotations.NullMarked;
