import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Prints what the readers inside Hadoop find in an archive: {@code HadoopReader tar|zip-file|zip-stream ARCHIVE}. A NodeManager unpacks
 * tar archives with the first where it has no shell, and zip archives with the last, which sees neither modes nor links.
 */
final class HadoopReader {
    private HadoopReader() {
    }

    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "tar" -> showTar(arguments[1]);
            case "zip-file" -> showZipFile(arguments[1]);
            case "zip-stream" -> showZipStream(arguments[1]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static InputStream open(String archive) throws IOException {
        InputStream file = new BufferedInputStream(new FileInputStream(archive));
        if (archive.endsWith(".tar")) {
            return file;
        }

        return archive.endsWith(".bz2") ? new BZip2CompressorInputStream(file, true) : new GZIPInputStream(file);
    }

    private static void showTar(String archive) throws IOException {
        Map<String, String> digests = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(open(archive), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String mode = Integer.toString(entry.getMode() & 07777);
                if (entry.isSymbolicLink()) {
                    Entries.show('l', "-", "-", "-", entry.getLinkName(), entry.getName());
                } else if (entry.isDirectory()) {
                    Entries.show('d', mode, "-", "-", "", entry.getName());
                } else {
                    String digest = entry.isLink() ? digests.get(entry.getLinkName()) : Entries.digestOf(tar);
                    digests.put(entry.getName(), digest);
                    Entries.show('f', mode, Long.toString(entry.getLastModifiedTime().toMillis() / 1000), digest, "", entry.getName());
                }
            }
        }
    }

    private static void showZipFile(String archive) throws IOException {
        try (ZipFile zip = ZipFile.builder().setFile(new File(archive)).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                String mode = Integer.toString(entry.getUnixMode() & 07777);
                if (entry.isUnixSymlink()) {
                    Entries.show('l', "-", "-", "-", zip.getUnixSymlink(entry), entry.getName());
                } else if (entry.isDirectory()) {
                    Entries.show('d', mode, "-", "-", "", entry.getName());
                } else {
                    Entries.show('f', mode, "-", Entries.digestOf(zip.getInputStream(entry)), "", entry.getName());
                }
            }
        }
    }

    private static void showZipStream(String archive) throws IOException {
        try (ZipArchiveInputStream zip = new ZipArchiveInputStream(new BufferedInputStream(new FileInputStream(archive)))) {
            for (ZipArchiveEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Entries.show(
                    entry.isDirectory() ? 'd' : 'f', "-", "-", entry.isDirectory() ? "-" : Entries.digestOf(zip), "", entry.getName());
            }
        }
    }
}
