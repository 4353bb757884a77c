package io.frostproof.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostproof.testing.PostgresFlavour;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the running server answers, and what the contract says it does, are the same. */
final class RoutesMatchContractIT {

    @Test
    void theRouterHasTheRoutesOfTheContractAndNoOther() throws Exception {
        try (ApiFixture fixture = ApiFixture.on(PostgresFlavour.PLAIN)) {
            List<String> routes = fixture.api.router().getRoutes().stream()
                    .filter(route -> route.getPath() != null)
                    .filter(route -> List.of("/api", "/health", "/metrics").stream()
                            .anyMatch(part ->
                                    Objects.requireNonNull(route.getPath()).startsWith(part)))
                    .map(RoutesMatchContractIT::name)
                    .toList();
            assertThat(routes)
                    .containsExactlyInAnyOrderElementsOf(Contract.load().operations().stream()
                            .map(operation -> operation.method() + " " + operation.path())
                            .toList());
        }
    }

    @Test
    void besidesTheContractThereAreOnlyTheFilesOfThePages() throws Exception {
        try (ApiFixture fixture = ApiFixture.on(PostgresFlavour.PLAIN)) {
            assertThat(fixture.api.router().getRoutes().stream()
                            .map(Route::getPath)
                            .filter(path -> path != null && !path.matches("/(api/v1|health|metrics)(/.*)?")))
                    .containsExactly("/assets/");
        }
    }

    private static String name(Route route) {
        String methods = route.methods().stream().map(HttpMethod::name).collect(Collectors.joining(","));
        return methods + " " + Objects.requireNonNull(route.getPath()).replaceAll(":([a-z]+)", "{$1}");
    }
}
