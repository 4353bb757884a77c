package io.frostproof.server.config;

import io.frostproof.yaml.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads URLs, hosts and mail addresses. A URL that may hold a password is never shown in a problem. */
final class Addresses {

    static final int MQTT_PORT = 1883;
    static final int MQTT_TLS_PORT = 8883;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:.\\[\\]_%-]{1,255}");

    /** Only what could break a mail header or an SMTP command is refused; whether an address exists only mail can tell. */
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;\"\\p{Cntrl}]{1,64}@[^\\s@<>,;\"\\p{Cntrl}]{1,255}");

    private static final String MAIL_WORDS = "a mail address such as duty@example.org";

    private Addresses() {}

    /** A name or an address to listen on or connect to. */
    static String host(Fields fields, String key, Optional<String> whenAbsent) {
        String host = whenAbsent.isPresent() && !fields.has(key) ? whenAbsent.get() : fields.text(key);
        if (!host.isEmpty() && !HOST.matcher(host).matches()) {
            fields.problem(key, "a host name or an IP address");
        }
        return host;
    }

    /** The URL of a PostgreSQL database. */
    static String database(Fields fields, String key) {
        String url = fields.text(key);
        if (url.isEmpty()) {
            return url;
        }
        if (holdsCredentials(url)) {
            fields.hiddenProblem(key, "free of user and password: put them into user and password_file");
        } else if (!url.startsWith("jdbc:postgresql:") || url.contains(" ")) {
            fields.problem(key, "a URL such as jdbc:postgresql://localhost:5432/frostproof");
        }
        return url;
    }

    /** The URL of a broker, with its port. */
    static URI broker(Fields fields, String key) {
        String expected = "a URL such as tcp://localhost:1883 or ssl://broker.example:8883";
        URI url = url(fields, key, List.of("tcp", "ssl"), expected);
        boolean more = !url.getPath().isEmpty() || url.getQuery() != null || url.getFragment() != null;
        if (more) {
            fields.problem(key, expected);
        }
        int usual = "ssl".equals(url.getScheme()) ? MQTT_TLS_PORT : MQTT_PORT;
        return url.getPort() >= 0 ? url : URI.create(url.getScheme() + "://" + url.getHost() + ":" + usual);
    }

    /** The URL of a web server. */
    static URI web(Fields fields, String key) {
        return url(fields, key, List.of("http", "https"), "a URL such as https://hooks.example/frostproof");
    }

    private static final URI STAND_IN = URI.create("tcp://stand-in:1");

    private static URI url(Fields fields, String key, List<String> schemes, String expected) {
        String text = fields.text(key);
        if (text.isEmpty()) {
            return STAND_IN;
        }
        if (holdsCredentials(text)) {
            fields.hiddenProblem(key, "free of user and password: they have fields of their own");
            return STAND_IN;
        }
        try {
            var url = new URI(text);
            boolean portFits = url.getPort() >= -1 && url.getPort() <= 65_535 && url.getPort() != 0;
            if (url.getScheme() != null && schemes.contains(url.getScheme()) && url.getHost() != null && portFits) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The problem below says it better than the exception, which quotes the whole URL.
        }
        fields.problem(key, expected);
        return STAND_IN;
    }

    private static boolean holdsCredentials(String url) {
        return url.contains("@") || url.toLowerCase(Locale.ROOT).contains("password=");
    }

    /** A mail address. */
    static String mail(Fields fields, String key) {
        String address = fields.text(key);
        if (!address.isEmpty() && !isMail(address)) {
            fields.problem(key, MAIL_WORDS);
        }
        return address;
    }

    /** A list of 1 to {@code most} mail addresses. */
    static List<String> mails(Fields fields, String key, int most) {
        List<String> addresses = fields.texts(key, MAIL_WORDS, Addresses::isMail);
        if (fields.lacksItems(key) || addresses.size() > most) {
            fields.problem(key, "a list of 1 to " + most + " mail addresses");
        }
        return addresses;
    }

    private static boolean isMail(String address) {
        return MAIL.matcher(address).matches();
    }
}
