package io.frostproof.server.epcis;

import java.util.ArrayList;
import java.util.List;

/** Ids of lots that events tell of and nobody has declared. */
public final class Lots {

    private Lots() {}

    /**
     * The ids that the lot of an LGTIN can have, the first one that is free: its number, if that can be an id and no other product has a lot of that number, else
     * {@code lot-GTIN-NUMBER}. A function of the identifier alone.
     */
    public static List<String> ids(Identity lgtin) {
        var ids = new ArrayList<String>();
        String number = lgtin.lot();
        if (number != null) {
            if (Names.isId(number)) {
                ids.add(number);
            }
            ids.add(Names.safe("lot-" + lgtin.number() + "-", number));
        }
        return ids;
    }
}
