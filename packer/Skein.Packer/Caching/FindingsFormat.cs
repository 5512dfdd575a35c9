using System.Text;
using Skein.Packer.Inspection;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Caching;

/// <summary>Encodes what was learnt of the files of a block, so that it is known again with the block.</summary>
internal static class FindingsFormat
{
    //   findings   empty when there are none
    //              glibc, "" for none   notes   *( path   reason )   changed files   *( path )   placed files, as the state of an unpacked environment
    // Strings have their length before them; numbers are 32 bits, little-endian.

    public static byte[] Write(PackFindings findings)
    {
        if (findings is { StaysAbsolute.Count: 0, ChangedFiles.Count: 0, Placed.Count: 0, GlibcFloor: null })
            return [];
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(findings.GlibcFloor?.ToString() ?? "");
            writer.Write(findings.StaysAbsolute.Count);
            foreach (var note in findings.StaysAbsolute)
            {
                writer.Write(note.Path);
                writer.Write(note.Reason);
            }

            writer.Write(findings.ChangedFiles.Count);
            foreach (var path in findings.ChangedFiles)
                writer.Write(path);
            var placed = RelocationStateFormat.Write(new RelocationState([RelocationState.AsPacked], findings.Placed));
            writer.Write(placed.Length);
            writer.Write(placed);
        }

        return bytes.ToArray();
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out PackFindings findings)
    {
        findings = new PackFindings();
        if (bytes.Length == 0)
            return true;
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()), Encoding.UTF8);
            if (reader.ReadString() is { Length: > 0 } glibc)
                findings.RequireGlibc(Version.Parse(glibc));
            for (var notes = reader.ReadInt32(); notes > 0; notes--)
                findings.StaysAbsolute.Add(new PackNote(reader.ReadString(), reader.ReadString()));
            for (var paths = reader.ReadInt32(); paths > 0; paths--)
                findings.ChangedFiles.Add(reader.ReadString());
            findings.Placed.AddRange(RelocationStateFormat.Read(reader.ReadBytes(reader.ReadInt32())).Files);
            return true;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or OverflowException)
        {
            return false;
        }
    }
}
