package io.headrace.embedded;

import io.headrace.embedded.EmbeddedKafkaException.Reason;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two listening sockets of the node. They are bound before Kafka is configured, so that a taken
 * port is detected before anything is written, and a free port can't be taken between its selection
 * and its use.
 *
 * <p>Kafka closes the sockets that it gets from {@link #factory()}; {@link #close()} closes the
 * others.
 */
final class LoopbackSockets implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 128;

  private final ServerSocketChannel client;
  private final ServerSocketChannel controller;

  private LoopbackSockets(ServerSocketChannel client, ServerSocketChannel controller) {
    this.client = client;
    this.controller = controller;
  }

  static LoopbackSockets bind(int clientPort) {
    ServerSocketChannel client = bindOne(clientPort);
    try {
      return new LoopbackSockets(client, bindOne(0));
    } catch (EmbeddedKafkaException e) {
      closeQuietly(client, e);
      throw e;
    }
  }

  String clientAddress() {
    return address(client);
  }

  String controllerAddress() {
    return address(controller);
  }

  ServerSocketFactory factory() {
    return (listener, _, _, receiveBufferBytes) -> {
      ServerSocketChannel socket =
          listener.equals(BrokerSettings.CONTROLLER_LISTENER) ? controller : client;
      if (receiveBufferBytes > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      }
      socket.configureBlocking(false);
      return socket;
    };
  }

  @Override
  public void close() throws IOException {
    try (client) {
      controller.close();
    }
  }

  private static ServerSocketChannel bindOne(int port) {
    try {
      ServerSocketChannel socket = ServerSocketChannel.open();
      try {
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), BACKLOG);
      } catch (IOException e) {
        closeQuietly(socket, e);
        throw e;
      }
    } catch (BindException e) {
      throw new EmbeddedKafkaException(
          Reason.PORT_TAKEN,
          "[port=%d] another program listens on %s:%d; stop it, choose another port, or give 0 for any free one"
              .formatted(port, HOST, port),
          e);
    } catch (IOException e) {
      throw new EmbeddedKafkaException(
          Reason.START_FAILED,
          "[port=%d] no socket could be opened on %s: %s; check the limit of open files"
              .formatted(port, HOST, e.getMessage()),
          e);
    }
  }

  private static void closeQuietly(ServerSocketChannel socket, Exception primary) {
    try {
      socket.close();
    } catch (IOException e) {
      primary.addSuppressed(e);
    }
  }

  private static String address(ServerSocketChannel socket) {
    return HOST + ":" + socket.socket().getLocalPort();
  }
}
