/**
 * Reads YAML files that people write, and says everything that is wrong with one in one go: file, line, field, value and
 * what was expected. A small tree of nodes that know their lines, and a typed reader over it. A reader belongs to one
 * thread; problems and values are immutable.
 */
@NullMarked
package io.frostproof.yaml;

import org.jspecify.annotations.NullMarked;
