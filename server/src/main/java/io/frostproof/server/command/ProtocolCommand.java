package io.frostproof.server.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostproof.protocol.Control;
import io.frostproof.protocol.ControlCodec;
import io.frostproof.protocol.ControlResult;
import io.frostproof.protocol.DecodeResult;
import io.frostproof.protocol.DeviceKey;
import io.frostproof.protocol.Form;
import io.frostproof.protocol.MessageId;
import io.frostproof.protocol.Sample;
import io.frostproof.protocol.Telemetry;
import io.frostproof.protocol.TelemetryDecoder;
import io.frostproof.protocol.TelemetryEncoder;
import io.frostproof.protocol.certify.Canonical;
import io.frostproof.protocol.certify.Certification;
import io.frostproof.protocol.certify.GoldenVector;
import io.frostproof.protocol.certify.VectorFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The wire contract for those who implement it: certify, read and write messages. Needs no server. */
@Command(
        name = "protocol",
        description =
                "Certify an implementation of the wire contract, read and write its messages (firmware-protocol/PROTOCOL.md).",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(check | decode | encode)",
        subcommands = {ProtocolCommand.Check.class, ProtocolCommand.Decode.class, ProtocolCommand.Encode.class})
final class ProtocolCommand {

    private static final int MAX_INPUT_BYTES = 64 << 20;

    /** The file, or standard input for {@code -}. */
    private static byte[] read(String file) throws IOException {
        if (file.equals("-")) {
            return limited(System.in, "standard input");
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return limited(in, file);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException(file + ": no such file", e);
        }
    }

    private static byte[] limited(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MAX_INPUT_BYTES + 1);
        if (bytes.length > MAX_INPUT_BYTES) {
            throw new CommandFailedException(name + ": expected at most " + MAX_INPUT_BYTES + " bytes");
        }
        return bytes;
    }

    /** Bytes that were given as they are or as hex text; a frame begins with a byte that is no text. */
    private static byte[] fromHex(byte[] bytes) {
        String digits = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
        return !digits.isEmpty() && digits.length() % 2 == 0 && digits.matches("[0-9A-Fa-f]*")
                ? HexFormat.of().parseHex(digits)
                : bytes;
    }

    /** The key that a receiver holds. */
    static final class KeyOption {
        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "the device's key, 16 to 64 bytes, as they are or as hex text")
        private @Nullable String file;

        @Nullable
        DeviceKey read() throws IOException {
            return file == null ? null : new DeviceKey(fromHex(ProtocolCommand.read(file)));
        }
    }

    @Command(
            name = "check",
            description = {
                "Compare an implementation with the golden vectors; without FILE, the one in this program.",
                "FILE is in the format of firmware-protocol/vectors. Entries with bytes are decoded here and have to mean what"
                        + " they claim; entries without bytes have to claim what the golden vector of their name means."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Check implements Callable<Integer> {
        @Parameters(
                arity = "0..1",
                paramLabel = "FILE",
                description = "what the implementation wrote, or - for standard input")
        private @Nullable String file;

        @Option(names = "--json", description = "print the counts as JSON")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            List<GoldenVector> golden = VectorFile.builtIn();
            Certification result = file == null
                    ? Certification.ofOurs(golden)
                    : Certification.ofTheirs(
                            VectorFile.read(new ByteArrayInputStream(ProtocolCommand.read(file))), golden);
            PrintWriter err = spec.commandLine().getErr();
            for (Certification.Failure failure : result.failures()) {
                err.println(failure.name() + ": expected " + failure.expected() + ", got " + failure.got());
            }
            print(result);
            return result.failures().isEmpty() && result.vectors() > 0 ? 0 : 1;
        }

        private void print(Certification result) {
            PrintWriter out = spec.commandLine().getOut();
            ObjectNode counts = JsonNodeFactory.instance.objectNode();
            counts.put("vectors", result.vectors());
            counts.put("passed", result.passed());
            counts.put("failed", result.failures().size());
            ObjectNode byFormat = counts.putObject("by_format");
            for (Form form : List.of(Form.BINARY, Form.JSON)) {
                Certification.Count count = result.counts().getOrDefault(form, new Certification.Count(0, 0));
                byFormat.putObject(form.name().toLowerCase(Locale.ROOT))
                        .put("vectors", count.vectors())
                        .put("passed", count.passed())
                        .put("failed", count.failed());
                if (!json) {
                    out.println(form.name().toLowerCase(Locale.ROOT) + ": " + count.passed() + " of " + count.vectors()
                            + " vectors passed");
                }
            }
            if (json) {
                out.println(counts);
            }
        }
    }

    @Command(
            name = "decode",
            description = {
                "Read one message and print its readings, one JSON object a line: times in microseconds, since 1970 (time_us) or"
                        + " since the device's start (up_us).",
                "Exit code 1 when the message, or a part of it, is refused; the reason is on standard error."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Decode implements Callable<Integer> {
        @Option(names = "--format", required = true, paramLabel = "binary|json", description = "form of the message")
        private Form format = Form.BINARY;

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description =
                        "receipt, config, command, time, status or answer: print that message (default: telemetry)")
        private Control.@Nullable Type type;

        @Mixin
        private KeyOption key = new KeyOption();

        @Parameters(paramLabel = "FILE", description = "the bytes, also as hex text if binary; - for standard input")
        private String file = "-";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            byte[] bytes = ProtocolCommand.read(file);
            byte[] payload = format == Form.BINARY ? fromHex(bytes) : bytes;
            return type == null ? telemetry(payload) : control(payload, type);
        }

        private int telemetry(byte[] payload) throws IOException {
            PrintWriter err = spec.commandLine().getErr();
            return switch (TelemetryDecoder.decode(payload, format, key.read())) {
                case DecodeResult.Malformed malformed -> {
                    err.println("frostproof: " + malformed.rejection());
                    yield 1;
                }
                case DecodeResult.Decoded decoded -> {
                    for (Sample sample : decoded.telemetry().samples()) {
                        spec.commandLine().getOut().println(ReadingLine.print(decoded.telemetry(), sample));
                    }
                    decoded.rejections().forEach(rejection -> err.println("frostproof: " + rejection));
                    yield decoded.rejections().isEmpty() ? 0 : 1;
                }
            };
        }

        private int control(byte[] payload, Control.Type expected) throws IOException {
            return switch (ControlCodec.decode(expected, payload, format, key.read())) {
                case ControlResult.Malformed malformed -> {
                    spec.commandLine().getErr().println("frostproof: " + malformed.rejection());
                    yield 1;
                }
                case ControlResult.Decoded decoded -> {
                    spec.commandLine().getOut().println(Canonical.of(decoded.control()));
                    yield 0;
                }
            };
        }
    }

    @Command(
            name = "encode",
            description = {
                "Write one telemetry message from readings, one JSON object a line, as decode prints them.",
                "A frame is printed as hex text unless --raw is given."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Encode implements Callable<Integer> {
        @Option(names = "--format", required = true, paramLabel = "binary|json", description = "form of the message")
        private Form format = Form.BINARY;

        @Option(names = "--boot", paramLabel = "N", description = "start of the device (default: that of the readings)")
        private @Nullable Long boot;

        @Option(
                names = "--seq",
                paramLabel = "N",
                description = "number of the message (default: that of the readings)")
        private @Nullable Long seq;

        @Option(names = "--next", paramLabel = "SECONDS", description = "the device will report again within so many")
        private int nextSeconds;

        @Option(
                names = "--up",
                paramLabel = "MS",
                description = "milliseconds since the device's start when it sends; for readings with up_us")
        private @Nullable Long up;

        @Mixin
        private KeyOption key = new KeyOption();

        @Option(names = "--raw", description = "write the bytes of a frame as they are")
        private boolean raw;

        @Parameters(
                arity = "0..1",
                defaultValue = "-",
                paramLabel = "FILE",
                description = "the readings; - for standard input, the default")
        private String file = "-";

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            ReadingLine.Readings readings =
                    ReadingLine.parse(new String(ProtocolCommand.read(file), StandardCharsets.UTF_8));
            Long b = boot == null ? readings.boot() : boot;
            Long s = seq == null ? readings.seq() : seq;
            if ((b == null) != (s == null)) {
                throw new IllegalArgumentException("--boot " + b + ", --seq " + s + ": expected both or neither");
            }
            Long upMillis = up == null ? readings.upMillis() : up;
            if (readings.sinceStart() != (upMillis != null)) {
                throw new IllegalArgumentException(
                        "--up " + upMillis + ": expected with readings that have up_us, and only with them");
            }
            var telemetry = new Telemetry(
                    b == null || s == null ? null : new MessageId(b, s),
                    readings.samples(),
                    upMillis == null ? Telemetry.NO_UP : upMillis,
                    nextSeconds == 0 ? readings.nextSeconds() : nextSeconds);
            byte[] payload = TelemetryEncoder.encode(telemetry, format, key.read());
            PrintWriter out = spec.commandLine().getOut();
            if (format == Form.JSON) {
                out.println(new String(payload, StandardCharsets.UTF_8));
            } else if (raw) {
                System.out.write(payload);
                System.out.flush();
            } else {
                out.println(HexFormat.of().formatHex(payload));
            }
            return 0;
        }
    }
}
