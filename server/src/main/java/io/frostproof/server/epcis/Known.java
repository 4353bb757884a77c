package io.frostproof.server.epcis;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the network and the stock are known to be, for those things that a batch of events names. */
public interface Known {

    /** The handling unit that the network file gives this identifier; empty when it gives it none. */
    Optional<String> declaredHandlingUnit(Identity identity);

    /** The place of an identifier: of a unit, of a node, or none of ours. */
    Optional<Place> place(Identity identity);

    /** Whether an identifier names one of our places. */
    default boolean isOurs(Identity identity) {
        return place(identity).isPresent();
    }

    /** The lot of an identifier: declared, or by the number of a lot of a product that has the GTIN. */
    Optional<String> lot(Identity identity);

    /** The lot of this number, whatever its product. */
    Optional<String> lotNumbered(String lotNumber);

    /** What a lot that nobody knows would be called; empty when no product has the GTIN. */
    Optional<LotName> newLot(Identity lgtin);

    /** The id of a lot, and that of its product. */
    record LotName(String id, String product) {}

    /** Goods of this name; empty when there are none on record. */
    Optional<Goods> goods(String handlingUnit);

    /** Whether something was packed into a container of this name. */
    boolean isContainer(String name);

    /** What is in a container; empty when nobody knows. */
    List<String> contents(String container);

    /** The channels of a device of this quantity; null when the device is not known. */
    @Nullable
    List<Channel> channels(Identity device, String quantity);

    /**
     * A place.
     *
     * @param unit its unit; null when it is a node that has not exactly one
     */
    record Place(String name, @Nullable String unit) {}

    /**
     * Goods on record.
     *
     * @param left how much of it is left; null when nobody knows, 0 when it is gone
     */
    record Goods(String lot, @Nullable BigDecimal left, String quantityUnit) {}

    /**
     * A channel.
     *
     * @param unit UCUM code in which its device sends
     */
    record Channel(String device, String name, String unit) {}
}
