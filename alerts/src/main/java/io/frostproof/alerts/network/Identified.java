package io.frostproof.alerts.network;

/**
 * What others call one of our things, such as a GS1 identifier.
 *
 * @param uri in canonical form
 */
public record Identified(String uri, Kind kind, String thing) {

    /** Things that others may have identifiers for. */
    public enum Kind {
        NODE("node"),
        UNIT("unit"),
        DEVICE("device"),
        PRODUCT("product"),
        LOT("lot"),
        HANDLING_UNIT("handling_unit");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The word in files and in SQL. */
        public String id() {
            return id;
        }
    }
}
