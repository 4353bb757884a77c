package io.frostproof.server.bench.chaos;

import java.util.Locale;

/** What can go wrong. Faults of one part come one after the other, those of different parts may overlap. */
enum FaultKind {
    /** SIGKILL; a supervisor starts the server again at once. Over when it is ready. */
    SERVER_KILL(Part.SERVER),
    /** Stopped in good order, started again. Over when it answers. */
    DATABASE_STOP(Part.DATABASE),
    /** SIGSTOP for all its processes: connections stay open, nobody answers. */
    DATABASE_FREEZE(Part.DATABASE),
    DATABASE_KILL(Part.DATABASE),
    /** SIGKILL: Mosquitto forgets what it acknowledged since it last wrote its file. */
    BROKER_KILL(Part.BROKER),
    /** Between devices and broker. */
    DEVICE_LINK_CUT(Part.DEVICE_LINK),
    DEVICE_LINK_HELD(Part.DEVICE_LINK),
    DEVICE_LINK_SLOW(Part.DEVICE_LINK),
    /** Between server and broker. Held: connections stand and nothing passes. */
    BROKER_LINK_CUT(Part.BROKER_LINK),
    BROKER_LINK_HELD(Part.BROKER_LINK),
    BROKER_LINK_SLOW(Part.BROKER_LINK),
    /** Between server and database. */
    DATABASE_LINK_CUT(Part.DATABASE_LINK),
    DATABASE_LINK_HELD(Part.DATABASE_LINK),
    DATABASE_LINK_SLOW(Part.DATABASE_LINK),
    /** The disk of the server's {@code data_dir} takes nothing more; begins while the database is away, so that the spool feels it. */
    DISK_FULL(Part.DISK);

    enum Part {
        SERVER,
        DATABASE,
        BROKER,
        DEVICE_LINK,
        BROKER_LINK,
        DATABASE_LINK,
        DISK
    }

    private final Part part;

    FaultKind(Part part) {
        this.part = part;
    }

    Part part() {
        return part;
    }

    /** The word in logs. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the server is without its database while this lasts. */
    boolean databaseAway() {
        return switch (this) {
            case DATABASE_STOP, DATABASE_FREEZE, DATABASE_KILL, DATABASE_LINK_CUT, DATABASE_LINK_HELD -> true;
            case SERVER_KILL,
                    BROKER_KILL,
                    DEVICE_LINK_CUT,
                    DEVICE_LINK_HELD,
                    DEVICE_LINK_SLOW,
                    BROKER_LINK_CUT,
                    BROKER_LINK_HELD,
                    BROKER_LINK_SLOW,
                    DATABASE_LINK_SLOW,
                    DISK_FULL -> false;
        };
    }
}
