@NullMarked
package io.frostproof.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
