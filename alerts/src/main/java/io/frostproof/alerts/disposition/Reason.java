package io.frostproof.alerts.disposition;

import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.StringJoiner;

/**
 * Why something was concluded: a word that programs can tell apart, what it is about, and the numbers that it rests on.
 *
 * @param code such as {@code allowance-used-up}
 * @param about name or id of what it is about, such as an allowance, a node or a lane; may be empty
 */
public record Reason(String code, String about, List<Figure> figures) {

    public Reason {
        figures = List.copyOf(figures);
    }

    public static Reason of(String code, String about, Figure... figures) {
        return new Reason(code, about, List.of(figures));
    }

    /**
     * The value of a figure.
     *
     * @throws NoSuchElementException the reason has none of this name
     */
    public double figure(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(code + " has no figure " + name))
                .value();
    }

    /** One line for people, made when it is asked for: ten thousand goods have ten reasons each. */
    public String text() {
        var out = new StringJoiner(
                ", ", code + (about.isEmpty() ? "" : " " + about) + (figures.isEmpty() ? "" : ": "), "");
        for (Figure figure : figures) {
            out.add(String.format(Locale.ROOT, "%s %.4g", figure.name(), figure.value()));
        }
        return out.toString();
    }
}
