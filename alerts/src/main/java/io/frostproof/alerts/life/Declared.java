package io.frostproof.alerts.life;

import java.math.BigDecimal;

/**
 * What is known of a handling unit without a receipt, as the network file says it. It holds where no event makes the handling unit (receipt, split or
 * transformation): then it came into the network with its first event.
 *
 * @param quantity above 0
 */
public record Declared(String lot, BigDecimal quantity) {}
