package io.frostproof.alerts.incident;

/** What people were last told of an incident, by a notice of its own or one that names its unit. The identifier is the word in SQL. */
public enum Told {
    /** Nothing. */
    NOTHING("nothing"),
    /** That it is there. */
    OPEN("open"),
    /** That it is over. One that is there all the same has opened again, and has not lasted yet. */
    OVER("over"),
    /** That there was nothing after all. One that is there all the same was found anew. */
    RETRACTED("retracted");

    private final String id;

    Told(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The one of this identifier. */
    public static Told of(String id) {
        for (Told told : values()) {
            if (told.id.equals(id)) {
                return told;
            }
        }
        throw new IllegalArgumentException("told was " + id);
    }
}
