package dev.freehold.inspect;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A JVM that was asked to listen, by the attach API of the JDK.
///
/// The API has it open a socket, and no public way to put diagnostic commands through it. What is
/// spoken there is the first version of the protocol, which every HotSpot understands:
///
/// ```text
/// ask     "1" 0 "jcmd" 0 command 0 "" 0 "" 0
/// answer  status in decimal, newline, text until the end
/// ```
final class Attachment implements Answers {
  private static final long PATIENCE_SECONDS = 10;

  private final Path socket;

  private Attachment(Path socket) {
    this.socket = socket;
  }

  /// Has a JVM listen.
  ///
  /// @throws IOException if it does not: it is of another user, or was started without this
  static Attachment to(Target target) throws IOException {
    try {
      VirtualMachine.attach(Long.toString(target.pid())).detach();
    } catch (AttachNotSupportedException e) {
      throw new IOException(e.getMessage(), e);
    }
    String name = ".java_pid" + target.innerPid();
    Path inContainer = target.path("root/tmp/" + name);
    return new Attachment(Files.exists(inContainer) ? inContainer : Path.of("/tmp", name));
  }

  @Override
  public Optional<String> to(String command) {
    FutureTask<String> answer = new FutureTask<>(() -> ask(command));
    Thread.ofVirtual().start(answer);
    try {
      String text = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return text.startsWith("0\n") ? Optional.of(text.substring(2)) : Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true); // closes the socket of a JVM that is stuck
      return Optional.empty();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private String ask(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      byte[] words = ("1\0jcmd\0" + command + "\0\0\0").getBytes(StandardCharsets.UTF_8);
      ByteBuffer question = ByteBuffer.wrap(words);
      while (question.hasRemaining()) {
        channel.write(question);
      }
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(32 << 10);
      while (channel.read(buffer) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }
}
