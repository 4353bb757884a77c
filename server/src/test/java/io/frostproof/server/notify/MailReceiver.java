package io.frostproof.server.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A mail server that keeps each mail, offers what it is told to, and refuses recipients or whole mails when told to. */
final class MailReceiver implements AutoCloseable {
    private final ServerSocket listener;
    private final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
    private final List<String> extensions;

    volatile String answerToMail = "250 ok";
    volatile String answerToAuth = "235 ok";
    volatile String refusedRecipient = "";
    volatile boolean silent;

    /** One mail: recipients of the envelope, and headers and body with LF. */
    record Mail(List<String> to, String content) {
        String header(String name) {
            String headers = content.split("\n\n", 2)[0].replaceAll("\n[ \t]+", " ");
            return headers.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .reduce((a, b) -> a + " | " + b)
                    .orElse("");
        }

        String body() {
            return content.split("\n\n", 2)[1];
        }
    }

    MailReceiver(String... extensions) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), extensions);
    }

    MailReceiver(ServerSocket listener, String... extensions) {
        this.extensions = List.of(extensions);
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The next mail, within ten seconds. */
    Mail next() throws InterruptedException {
        Mail mail = mails.poll(10, TimeUnit.SECONDS);
        if (mail == null) {
            throw new AssertionError("no mail within ten seconds");
        }
        return mail;
    }

    boolean isEmpty() {
        return mails.isEmpty();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> converse(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new java.io.OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8)) {
            List<String> to = new ArrayList<>();
            if (!silent) {
                reply(out, "220 sink");
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT)) {
                    case "EHLO" -> {
                        for (String extension : extensions) {
                            reply(out, "250-" + extension);
                        }
                        reply(out, "250 HELP");
                    }
                    case "MAIL" -> reply(out, answerToMail);
                    case "AUTH" -> reply(out, answerToAuth);
                    case "RCPT" -> {
                        String address = line.replaceFirst("^[^<]*<([^>]*)>.*$", "$1");
                        if (address.equals(refusedRecipient)) {
                            reply(out, "550 no such mailbox");
                        } else {
                            to.add(address);
                            reply(out, "250 ok");
                        }
                    }
                    case "DATA" -> {
                        reply(out, "354 go on");
                        mails.add(new Mail(List.copyOf(to), data(in)));
                        reply(out, "250 kept");
                    }
                    case "QUIT" -> {
                        reply(out, "221 bye");
                        return;
                    }
                    default -> reply(out, "250 ok");
                }
            }
        } catch (IOException goneAway) {
            // A client that hangs up in the middle has sent no mail; nothing to keep.
            return;
        }
    }

    private static String data(BufferedReader in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            content.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        return content.toString();
    }

    private static void reply(Writer out, String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
    }
}
