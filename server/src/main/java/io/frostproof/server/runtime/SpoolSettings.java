package io.frostproof.server.runtime;

import io.frostproof.ingest.spool.SpoolLimits;
import java.nio.file.Path;

/** Where batches are kept that the database does not take, and how many. */
public record SpoolSettings(Path directory, SpoolLimits limits) {}
