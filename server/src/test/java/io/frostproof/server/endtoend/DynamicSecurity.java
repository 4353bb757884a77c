package io.frostproof.server.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mosquitto's plug-in for access control, as far as tests need it. */
final class DynamicSecurity {

    private DynamicSecurity() {}

    /** Where the system has put it; null when it is not there. */
    static @Nullable Path plugin() {
        return Stream.of(
                        "/usr/lib/x86_64-linux-gnu",
                        "/usr/lib/aarch64-linux-gnu",
                        "/usr/lib",
                        "/usr/lib64",
                        "/opt/homebrew/lib")
                .map(folder -> Path.of(folder, "mosquitto_dynamic_security.so"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
    }

    /** Lines of a configuration in which nobody may subscribe to one topic filter. */
    static List<String> withoutSubscriptions(Path folder, String filter, Path plugin) throws IOException {
        Path file = Files.writeString(folder.resolve("dynamic-security.json"), """
                {"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true, "subscribe": true, "unsubscribe": true},
                 "anonymousGroup": "anybody",
                 "groups": [{"groupname": "anybody", "roles": [{"rolename": "deaf"}]}],
                 "roles": [{"rolename": "deaf", "acls": [
                    {"acltype": "subscribePattern", "topic": "%s", "priority": 1, "allow": false}]}],
                 "clients": []}
                """.formatted(filter));
        return List.of("plugin " + plugin, "plugin_opt_config_file " + file);
    }
}
