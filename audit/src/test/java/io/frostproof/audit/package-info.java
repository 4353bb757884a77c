/** Tests of the log: coverage against a brute-force oracle, the CSV against a golden file. One thread each. */
@NullMarked
package io.frostproof.audit;

import org.jspecify.annotations.NullMarked;
