package io.frostproof.server.bench.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A stretch of network between two parts that can be cut, held and slowed. Thread-safe. */
final class TcpProxy implements AutoCloseable {

    enum State {
        OPEN,
        /** What stands is reset, what comes is refused. */
        CUT,
        /** Connections stand, and nothing passes: packets are dropped and sent again until it is over. */
        HELD,
        /** {@value #SLOW_DELAY_MILLIS} ms for each piece of at most {@value #SLOW_PIECE_BYTES} bytes, one after the other. */
        SLOW
    }

    static final int SLOW_DELAY_MILLIS = 40;
    static final int SLOW_PIECE_BYTES = 32 * 1024;
    private static final int PIECE_BYTES = 64 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.OPEN;
    private volatile boolean closed;

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** Starts one on a free loopback port before a loopback port. */
    static TcpProxy to(int target) {
        try {
            var proxy = new TcpProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("proxy", e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next == State.CUT) {
            sockets.forEach(TcpProxy::reset);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = listener.accept();
                Thread.ofVirtual().start(() -> join(near));
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException("proxy", e);
                }
            }
        }
    }

    private void join(Socket near) {
        sockets.add(near);
        try {
            awaitPassage();
            if (state == State.CUT) {
                reset(near);
                return;
            }
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(far, near));
            pump(near, far);
        } catch (IOException refused) {
            reset(near);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(near);
        }
    }

    /** Carries one direction; its end is the end of both. */
    private void pump(Socket from, Socket to) {
        byte[] piece = new byte[PIECE_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                awaitPassage();
                int read = in.read(piece, 0, state == State.SLOW ? SLOW_PIECE_BYTES : piece.length);
                if (read < 0) {
                    return;
                }
                awaitPassage();
                if (state == State.SLOW) {
                    TimeUnit.MILLISECONDS.sleep(SLOW_DELAY_MILLIS);
                }
                out.write(piece, 0, read);
            }
        } catch (IOException ended) {
            // One side is gone; the other one hears it by the closing of both.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitPassage() throws InterruptedException {
        lock.lock();
        try {
            while (state == State.HELD && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // Nothing to reset.
        }
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // As above.
        }
    }

    @Override
    public void close() {
        closed = true;
        become(State.CUT);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("proxy", e);
        }
    }
}
