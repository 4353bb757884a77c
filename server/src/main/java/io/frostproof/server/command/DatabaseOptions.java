package io.frostproof.server.command;

import io.frostproof.server.config.ServerConfig;
import io.frostproof.server.config.ServerConfigFile;
import io.frostproof.server.runtime.ConfiguredServer;
import io.frostproof.yaml.InvalidFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The configuration file that commands share. */
final class DatabaseOptions {

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "configuration of the server (docs/configuration.md)")
    private Path config = Path.of("frostproof.yaml");

    ServerConfig read() throws InvalidFileException {
        return ServerConfigFile.read(config);
    }

    static io.frostproof.store.DatabaseSettings settings(ServerConfig config) {
        return ConfiguredServer.database(config.database());
    }
}
