package io.frostproof.server.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private static final int PATIENCE_MILLIS = 10_000;

    private ServerSocket target;
    private TcpProxy proxy;

    /** Sends back what it gets. */
    @BeforeEach
    void start() throws IOException {
        target = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.to(target.getLocalPort());
        Thread.ofVirtual().start(() -> {
            while (!target.isClosed()) {
                try {
                    Socket one = target.accept();
                    Thread.ofVirtual().start(() -> echo(one));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException cut) {
            // What a test wants to see from the other side.
        }
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        target.close();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static int echoed(Socket socket, int octet) throws IOException {
        socket.getOutputStream().write(octet);
        return socket.getInputStream().read();
    }

    @Test
    void carriesBothWays() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 7)).isEqualTo(7);
            proxy.become(TcpProxy.State.SLOW);
            assertThat(echoed(socket, 8)).isEqualTo(8);
        }
    }

    @Test
    void aCutEndsWhatStandsAndRefusesWhatComes() throws IOException {
        try (Socket before = connect()) {
            assertThat(echoed(before, 7)).isEqualTo(7);
            proxy.become(TcpProxy.State.CUT);
            assertThat(ended(before)).isTrue();
            try (Socket during = connect()) {
                assertThat(ended(during)).isTrue();
            }
            proxy.become(TcpProxy.State.OPEN);
            try (Socket after = connect()) {
                assertThat(echoed(after, 9)).isEqualTo(9);
            }
        }
    }

    @Test
    void whatIsHeldArrivesLater() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 7)).isEqualTo(7);
            proxy.become(TcpProxy.State.HELD);
            socket.getOutputStream().write(8);
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(PATIENCE_MILLIS);
            proxy.become(TcpProxy.State.OPEN);
            assertThat(socket.getInputStream().read()).isEqualTo(8);
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
