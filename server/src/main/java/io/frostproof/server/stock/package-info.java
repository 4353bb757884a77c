/** What people and programs write about stock, as a list in JSON or as CSV, made into stock events. */
@NullMarked
package io.frostproof.server.stock;

import org.jspecify.annotations.NullMarked;
