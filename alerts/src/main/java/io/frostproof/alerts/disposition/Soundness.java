package io.frostproof.alerts.disposition;

/** What is known of goods. The identifier is the word in SQL and the API. Ordered from good to bad. */
public enum Soundness {
    SOUND("sound"),
    /** What is known leaves both possible. Not good: nothing of it may be released. */
    UNKNOWN("unknown"),
    HARMED("harmed");

    private final String id;

    Soundness(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The worse of two. */
    public Soundness or(Soundness other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
