import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Prints what Java's own readers find in an archive: {@code JdkReader gzip|zip-file|zip-stream ARCHIVE}. They know nothing of modes and
 * links; a link in a zip archive is to them a file that holds the link's text.
 */
final class JdkReader {
    private JdkReader() {
    }

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "gzip" -> showGzip(arguments[1]);
            case "zip-file" -> showZipFile(arguments[1]);
            case "zip-stream" -> showZipStream(arguments[1]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void showGzip(String archive) throws IOException {
        try (GZIPInputStream content = new GZIPInputStream(new FileInputStream(archive))) {
            Entries.show('f', "-", "-", Entries.digestOf(content), "", "content");
        }
    }

    private static void showZipFile(String archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive)) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                show(entry, entry.isDirectory() ? "-" : Entries.digestOf(zip.getInputStream(entry)));
            }
        }
    }

    private static void showZipStream(String archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(new FileInputStream(archive)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                show(entry, entry.isDirectory() ? "-" : Entries.digestOf(zip));
            }
        }
    }

    private static void show(ZipEntry entry, String digest) {
        Entries.show(entry.isDirectory() ? 'd' : 'f', "-", "-", digest, "", entry.getName());
    }
}
