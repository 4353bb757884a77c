package io.frostproof.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that keeps every mail and delivers none (RFC 5321, the minimum of its section 4.5.1 without VRFY). It can be told to
 * refuse mails for a while, as a greylisting server does. Thread-safe.
 */
public final class SmtpSink implements AutoCloseable {
    private final ServerSocket listener;
    private final Received<Mail> received = new Received<>();
    private final AtomicInteger toRefuse = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    /**
     * One mail as it came in.
     *
     * @param from the envelope's sender, without angle brackets
     * @param to the envelope's recipients, without angle brackets
     * @param content headers and body, lines ended by LF
     */
    public record Mail(String from, List<String> to, String content) {
        public Mail {
            to = List.copyOf(to);
        }

        /** The value of a header, continuation lines joined; names in any case. */
        public Optional<String> header(String name) {
            String headers = content.split("\n\n", 2)[0].replaceAll("\n[ \t]+", " ");
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }

        /** What follows the headers, as it was transferred (possibly quoted-printable or base64). */
        public String body() {
            String[] parts = content.split("\n\n", 2);
            return parts.length < 2 ? "" : parts[1];
        }
    }

    private SmtpSink(ServerSocket listener) {
        this.listener = listener;
    }

    /** Starts a sink on a free loopback port. */
    public static SmtpSink start() {
        try {
            SmtpSink sink = new SmtpSink(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("smtp-sink").start(sink::accept);
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException("mail sink", e);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The next {@code count} mails are refused with 451 at their MAIL command. */
    public void refuseNext(int count) {
        toRefuse.set(count);
    }

    /** How many mails were refused so far. */
    public int refused() {
        return refused.get();
    }

    /** All mails accepted so far, in order. */
    public List<Mail> mails() {
        return received.all();
    }

    /** All mails as soon as there are {@code count}; an AssertionError after {@code atMost}. */
    public List<Mail> awaitMails(int count, Duration atMost) {
        return received.await(count, atMost);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("mail sink", e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                Thread.ofVirtual().name("smtp-client").start(() -> converse(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8)) {
            new Conversation(in, out).run();
        } catch (IOException goneAway) {
            // A client that hangs up in the middle has sent no mail; nothing to record.
            return;
        } finally {
            clients.remove(client);
        }
    }

    private final class Conversation {
        private final BufferedReader in;
        private final Writer out;
        private @Nullable String from;
        private final List<String> to = new ArrayList<>();

        Conversation(BufferedReader in, Writer out) {
            this.in = in;
            this.out = out;
        }

        void run() throws IOException {
            reply("220 frostproof test sink");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO", "HELO", "RSET" -> {
                        reset();
                        reply("250 ok");
                    }
                    case "NOOP" -> reply("250 ok");
                    case "MAIL" -> mail(line);
                    case "RCPT" -> recipient(line);
                    case "DATA" -> data();
                    case "QUIT" -> {
                        reply("221 bye");
                        return;
                    }
                    default -> reply("502 not implemented: " + verb);
                }
            }
        }

        private void mail(String line) throws IOException {
            if (toRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                refused.incrementAndGet();
                reply("451 try again later");
                return;
            }
            reset();
            from = address(line);
            reply("250 ok");
        }

        private void recipient(String line) throws IOException {
            if (from == null) {
                reply("503 MAIL first");
                return;
            }
            to.add(address(line));
            reply("250 ok");
        }

        private void data() throws IOException {
            String sender = from;
            if (sender == null || to.isEmpty()) {
                reply("503 MAIL and RCPT first");
                return;
            }
            reply("354 end with a dot on a line of its own");
            StringBuilder content = new StringBuilder();
            String line = in.readLine();
            while (line != null && !line.equals(".")) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
                line = in.readLine();
            }
            if (line == null) {
                return;
            }
            received.add(new Mail(sender, to, content.toString()));
            reset();
            reply("250 kept");
        }

        private void reset() {
            from = null;
            to.clear();
        }

        private void reply(String line) throws IOException {
            out.write(line + "\r\n");
            out.flush();
        }

        private String address(String line) {
            return line.replaceFirst("^[^<]*<([^>]*)>.*$", "$1");
        }
    }
}
