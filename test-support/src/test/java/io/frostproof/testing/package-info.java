/** Tests of the parts that tests are made of. */
@org.jspecify.annotations.NullMarked
package io.frostproof.testing;
