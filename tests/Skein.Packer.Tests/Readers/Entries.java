import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Prints entries of an archive one a line: kind mode modified sha256 target path, as archive_reader.py does. */
final class Entries {
    private Entries() {
    }

    static void show(char kind, String mode, String modified, String digest, String target, String path) {
        String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        System.out.println(kind + " " + mode + " " + modified + " " + digest + " " + inHexadecimal(target) + " " + inHexadecimal(name));
    }

    static String digestOf(InputStream content) throws IOException {
        try {
            DigestInputStream digest = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String inHexadecimal(String text) {
        return text.isEmpty() ? "-" : HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
