package io.headrace.pipeline.service;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Id of a process, unique among the processes of a run: its host and its process id, such as {@code
 * node7-4123}. The host is needed because in containers every service is process 1.
 */
public final class InstanceId {

  private static final Path LINUX_HOST = Path.of("/proc/sys/kernel/hostname");
  private static final int LONGEST_HOST = 40;

  private InstanceId() {}

  /** The id of this process. */
  public static String ofThisProcess() {
    return of(host(), ProcessHandle.current().pid());
  }

  /** An id that is valid as a part of a record's key and of a folder's name. */
  static String of(String host, long pid) {
    String name = host.split("\\.", 2)[0].replaceAll("[^A-Za-z0-9_-]", "_");
    String shortened = name.substring(0, Math.min(name.length(), LONGEST_HOST));
    return (shortened.isEmpty() ? "host" : shortened) + "-" + pid;
  }

  /** Reads the host's name from the system if possible: the resolver may block for seconds. */
  private static String host() {
    try {
      return Files.isReadable(LINUX_HOST)
          ? Files.readString(LINUX_HOST).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "";
    }
  }
}
