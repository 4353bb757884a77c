package io.frostproof.alerts.plan;

/**
 * What a plan weighs by. Shares are between 0 and 1.
 *
 * @param version changes whenever the same facts would be planned differently
 * @param worthOfUnknown share of their value that goods are saved for of which nobody knows whether they are sound
 * @param backupPowerFactor what remains of a node's likelihood of loss where it has backup power
 * @param lostFrom probability to spoil from which on goods that stay are said to be lost
 * @param keepShare share of the expected loss by which another plan has to be better than the existing one to replace it
 * @param keepAmount likewise as money; the larger of both counts
 * @param alternatives how many ranked alternatives, and how many ways that are barred, each proposal tells
 */
public record PlanPolicy(
        String version,
        double worthOfUnknown,
        double backupPowerFactor,
        double lostFrom,
        double keepShare,
        double keepAmount,
        int alternatives) {

    public PlanPolicy {
        share("worthOfUnknown", worthOfUnknown);
        share("backupPowerFactor", backupPowerFactor);
        share("lostFrom", lostFrom);
        share("keepShare", keepShare);
        if (!(keepAmount >= 0)) {
            throw new IllegalArgumentException("keepAmount must be at least 0, was " + keepAmount);
        }
        if (alternatives < 1) {
            throw new IllegalArgumentException("alternatives must be at least 1, was " + alternatives);
        }
    }

    private static void share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " must be between 0 and 1, was " + value);
        }
    }

    /** Half of the value of what nobody knows; a tenth of the risk with backup power; lost from one half; kept unless 2 % better. */
    public static PlanPolicy standard() {
        return new PlanPolicy("plan-1", 0.5, 0.1, 0.5, 0.02, 0, 5);
    }
}
