package io.frostproof.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Text to a tree of nodes. Built from parser events with a stack of our own: nesting and size have limits, a node keeps a
 * line number instead of the parser's buffer, and what files for people do not need (anchors, aliases, tags, several
 * documents) ends the reading with a problem instead of a surprise.
 */
final class YamlTree {

    /** Deeper than any file of ours by far. */
    static final int DEEPEST = 50;

    /** A network of 10,000 units has about a fifth of this. Bounds memory at some 200 MB. */
    static final int MOST_NODES = 2_000_000;

    private final String file;
    private final Deque<Open> open = new ArrayDeque<>();
    private int nodes;
    private @Nullable YamlNode root;

    private YamlTree(String file) {
        this.file = file;
    }

    /** The root of the only document, or empty when there is none or it holds nothing. */
    static Optional<YamlNode> parse(String file, String text, int mostCharacters) throws InvalidFileException {
        var tree = new YamlTree(file);
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(mostCharacters)
                .build();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                tree.take(event);
            }
        } catch (MarkedYamlEngineException e) {
            throw tree.invalid(
                    SyntaxWords.line(e),
                    "not valid YAML at column " + SyntaxWords.column(e) + ": " + SyntaxWords.of(e));
        } catch (ReaderException e) {
            throw tree.invalid(
                    lineOf(text, e.getPosition()),
                    String.format(
                            "not valid YAML: the character U+%04X may not stand in a YAML file", e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw tree.invalid(0, "not valid YAML: " + e.getMessage());
        }
        return tree.root instanceof YamlNode.Scalar scalar && scalar.isNull()
                ? Optional.empty()
                : Optional.ofNullable(tree.root);
    }

    private void take(Event event) throws InvalidFileException {
        switch (event.getEventId()) {
            case DocumentStart -> {
                if (root != null) {
                    throw invalid(line(event), "a second document begins here ('---'); expected one document per file");
                }
            }
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart, MappingStart -> begin((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> {
                Open finished = open.pop();
                place(finished.node(), finished.line);
            }
            case Alias -> throw noAnchors((AliasEvent) event);
            case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
        }
    }

    private void scalar(ScalarEvent event) throws InvalidFileException {
        refuseAnchorAndTag(event, event.getTag().isPresent());
        place(new YamlNode.Scalar(event.getValue(), event.isPlain(), line(event)), line(event));
    }

    private void begin(CollectionStartEvent event) throws InvalidFileException {
        refuseAnchorAndTag(event, event.getTag().isPresent());
        if (open.size() == DEEPEST) {
            throw invalid(line(event), "nested deeper than " + DEEPEST + " levels");
        }
        Open parent = open.peek();
        if (parent != null && parent.awaitsKey()) {
            throw invalid(line(event), "a list or a mapping as a key; expected a word");
        }
        open.push(new Open(event instanceof MappingStartEvent, line(event)));
    }

    private void place(YamlNode node, int line) throws InvalidFileException {
        if (++nodes > MOST_NODES) {
            throw invalid(line, "more than " + MOST_NODES + " values; expected a smaller file");
        }
        Open parent = open.peek();
        if (parent == null) {
            root = node;
        } else {
            parent.take(node);
        }
    }

    private void refuseAnchorAndTag(NodeEvent event, boolean tagged) throws InvalidFileException {
        if (event.getAnchor().isPresent()) {
            throw noAnchors(event);
        }
        if (tagged) {
            throw invalid(line(event), "tags such as !!str are not supported; write the plain value");
        }
    }

    /** Without the anchor's name: an unquoted password that begins with an asterisk looks like one. */
    private InvalidFileException noAnchors(Event event) {
        return invalid(
                line(event),
                "anchors and aliases (&name, *name) are not supported; write the value out, in quotes if it begins so");
    }

    private InvalidFileException invalid(int line, String sentence) {
        return new InvalidFileException(List.of(Problem.ofFile(file, line, sentence)));
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private static int lineOf(String text, int position) {
        int end = Math.min(
                text.length(), text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
        return 1 + (int) text.chars().limit(end).filter(c -> c == '\n').count();
    }

    /** A collection whose end has not come yet. */
    private static final class Open {
        private final boolean mapping;
        private final int line;
        private final List<YamlNode> items = new ArrayList<>(4);
        private final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(8);
        private final List<YamlNode.Repeat> repeats = new ArrayList<>(0);
        private YamlNode.@Nullable Scalar key;

        Open(boolean mapping, int line) {
            this.mapping = mapping;
            this.line = line;
        }

        boolean awaitsKey() {
            return mapping && key == null;
        }

        void take(YamlNode node) {
            if (!mapping) {
                items.add(node);
            } else if (key == null) {
                key = (YamlNode.Scalar) node;
            } else {
                YamlNode.Entry first = entries.putIfAbsent(key.text(), new YamlNode.Entry(key.line(), node));
                if (first != null) {
                    repeats.add(new YamlNode.Repeat(key.text(), key.line(), first.keyLine()));
                }
                key = null;
            }
        }

        YamlNode node() {
            return mapping ? new YamlNode.Mapping(entries, repeats, line) : new YamlNode.Sequence(items, line);
        }
    }
}
