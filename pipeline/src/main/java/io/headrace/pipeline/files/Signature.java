package io.headrace.pipeline.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The first bytes that identify a file format.
 *
 * @param kind the format's name in a sentence, after "it is"
 * @param remedy what to do about it
 */
@SuppressWarnings("ArrayRecordComponent") // Constants of this class.
record Signature(byte[] bytes, String kind, String remedy) {

  private static final List<Signature> ALL =
      List.of(
          hex("1f8b", "compressed with gzip", "unpack it, as gunzip does"),
          hex("28b52ffd", "compressed with Zstandard", "unpack it, as unzstd does"),
          hex("fd377a585a00", "compressed with xz", "unpack it, as unxz does"),
          text("BZh", "compressed with bzip2", "unpack it, as bunzip2 does"),
          hex(
              "504b0304",
              "a zip archive",
              "unpack it, or if torch.save wrote it, save the model again as safetensors"),
          hex("377abcaf271c", "a 7z archive", "unpack it, as 7z does"),
          text("PAR1", "a Parquet file", "write its rows as lines of JSON"),
          text("ARROW1", "an Arrow file", "write its rows as lines of JSON"),
          text("GGUF", "a GGUF file", "use the safetensors that it was made from"),
          hex("894844460d0a1a0a", "an HDF5 file", "save what is in it in the form expected"),
          hex("8002", "a Python pickle", "save what is in it in the form expected"),
          hex("8004", "a Python pickle", "save what is in it in the form expected"),
          hex("8005", "a Python pickle", "save what is in it in the form expected"),
          text("%PDF-", "a PDF", "name the file with the data"),
          text(
              "version https://git-lfs.github.com/spec/",
              "a Git LFS pointer and not the file it points to",
              "fetch that with 'git lfs pull', or download the file itself"),
          hex("fffe0000", "UTF-32 text", "save it in UTF-8"),
          hex("0000feff", "UTF-32 text", "save it in UTF-8"),
          hex("fffe", "UTF-16 text", "save it in UTF-8"),
          hex("feff", "UTF-16 text", "save it in UTF-8"));

  /** The signature that a file starts with. */
  static Optional<Signature> of(byte[] first) {
    return ALL.stream().filter(signature -> signature.begins(first)).findFirst();
  }

  private boolean begins(byte[] first) {
    return first.length >= bytes.length
        && Arrays.equals(bytes, 0, bytes.length, first, 0, bytes.length);
  }

  private static Signature hex(String bytes, String kind, String remedy) {
    return new Signature(HexFormat.of().parseHex(bytes), kind, remedy);
  }

  private static Signature text(String bytes, String kind, String remedy) {
    return new Signature(bytes.getBytes(StandardCharsets.US_ASCII), kind, remedy);
  }
}
