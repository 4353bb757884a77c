package io.frostproof.alerts.exposure;

import io.frostproof.alerts.life.Sojourn;

/** What goods lived through at one place. The two together answer where a number comes from: this place, from then until then. */
public record Lived(Sojourn sojourn, ExposureSum sum) {}
