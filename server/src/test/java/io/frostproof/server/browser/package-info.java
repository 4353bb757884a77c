/** The pages in a real browser. Everything of Playwright's belongs to the thread that opened it. */
@NullMarked
package io.frostproof.server.browser;

import org.jspecify.annotations.NullMarked;
