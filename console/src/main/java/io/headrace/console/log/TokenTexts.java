package io.headrace.console.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The display text of each token of a {@code tokenizer.json}. Decodes plain, byte-level and
 * SentencePiece vocabularies; bytes that are not a complete character are shown in hexadecimal.
 */
public final class TokenTexts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, String> pieces;
  private final boolean byteLevel;
  private final Map<Integer, String> whole = new HashMap<>();

  private TokenTexts(Map<Integer, String> pieces, Map<Integer, String> added, boolean byteLevel) {
    this.pieces = pieces;
    this.byteLevel = byteLevel;
    this.whole.putAll(added);
  }

  /** Parses a tokenizer file; empty when the text is not one. */
  public static Optional<TokenTexts> parse(String tokenizerJson) {
    try {
      JsonNode root = JSON.readTree(tokenizerJson);
      Map<Integer, String> pieces = pieces(root.path("model").path("vocab"));
      Map<Integer, String> added = new HashMap<>();
      root.path("added_tokens")
          .forEach(token -> put(added, token.path("id"), token.path("content").textValue()));
      boolean byteLevel = root.path("decoder").toString().contains("\"ByteLevel\"");
      return pieces.isEmpty() && added.isEmpty()
          ? Optional.empty()
          : Optional.of(new TokenTexts(pieces, added, byteLevel));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private static Map<Integer, String> pieces(JsonNode vocab) {
    Map<Integer, String> pieces = new HashMap<>();
    if (vocab.isArray()) {
      for (int id = 0; id < vocab.size(); id++) {
        put(pieces, IntNode.valueOf(id), vocab.get(id).path(0).textValue());
      }
    } else {
      vocab.properties().forEach(entry -> put(pieces, entry.getValue(), entry.getKey()));
    }
    return pieces;
  }

  /** Adds a token; skips one whose id or text is missing or null. */
  private static void put(Map<Integer, String> texts, JsonNode id, @Nullable String text) {
    if (id.isInt() && text != null) {
      texts.put(id.intValue(), text);
    }
  }

  /** The texts of the tokens, in order. */
  public List<String> texts(List<Integer> ids) {
    List<String> texts = new ArrayList<>(ids.size());
    for (int id : ids) {
      texts.add(text(id));
    }
    return texts;
  }

  private String text(int id) {
    return whole.computeIfAbsent(id, this::decode);
  }

  private String decode(int id) {
    String piece = pieces.get(id);
    if (piece == null) {
      return "⟨" + id + "⟩";
    }
    return byteLevel ? ByteLevel.decode(piece) : sentencePiece(piece);
  }

  private static String sentencePiece(String piece) {
    if (piece.length() == 6 && piece.startsWith("<0x") && piece.endsWith(">")) {
      return ByteLevel.readable(new byte[] {(byte) Integer.parseInt(piece.substring(3, 5), 16)});
    }
    return piece.replace('\u2581', ' ');
  }

  /** The mapping of bytes to printable characters in byte-level vocabularies. */
  private static final class ByteLevel {
    private static final Map<Character, Byte> BYTES = bytes();

    private static Map<Character, Byte> bytes() {
      Map<Character, Byte> bytes = new HashMap<>();
      int next = 256;
      for (int value = 0; value < 256; value++) {
        boolean printable =
            (value >= '!' && value <= '~')
                || (value >= 0xA1 && value <= 0xAC)
                || (value >= 0xAE && value <= 0xFF);
        bytes.put((char) (printable ? value : next++), (byte) value);
      }
      return bytes;
    }

    private static String decode(String piece) {
      byte[] bytes = new byte[piece.length()];
      for (int i = 0; i < bytes.length; i++) {
        Byte value = BYTES.get(piece.charAt(i));
        if (value == null) {
          return piece;
        }
        bytes[i] = value;
      }
      return readable(bytes);
    }

    private static String readable(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.indexOf('\uFFFD') < 0) {
        return text;
      }
      StringBuilder hex = new StringBuilder("⟨");
      for (byte value : bytes) {
        hex.append(String.format("%02X", value));
      }
      return hex.append('⟩').toString();
    }
  }
}
