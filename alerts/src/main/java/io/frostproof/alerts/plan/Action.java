package io.frostproof.alerts.plan;

/** What is proposed for a handling unit. The identifier is the word in SQL and the API. */
public enum Action {
    /** It is sound and nothing is the matter where it is, or goes. */
    NO_ACTION("no_action"),
    /** It is sound, stays where something is the matter, and is not to be used until that is over. */
    HOLD("hold"),
    /** Nobody knows whether it is sound: it stays, apart from other stock, until somebody has judged it. */
    QUARANTINE("quarantine"),
    /** It was held, is sound, and nothing is the matter any more. */
    RELEASE("release"),
    /** It is harmed. */
    DISCARD("discard"),
    /** Stock at rest goes to another node; what was not known to be sound stays in quarantine there. */
    TRANSFER("transfer"),
    /** What is under way gets a new destination; what was not known to be sound stays in quarantine there. */
    REROUTE("reroute");

    private final String id;

    Action(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
