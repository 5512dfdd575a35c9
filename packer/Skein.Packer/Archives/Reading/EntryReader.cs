using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives.Reading;

/// <summary>Reads files as they are packed: with what the relocation changes in them. Used by several threads at once.</summary>
/// <param name="relocation">What is changed.</param>
/// <param name="cancellation">Gives up between two parts of a large file.</param>
internal sealed class EntryReader(IRelocation relocation, CancellationToken cancellation = default)
{
    /// <summary>Bytes up to which a file is rewritten in memory.</summary>
    public const int MaxInMemory = 16 << 20;

    // Bytes looked at at once, and how many of them are looked at again: more than any path has, so that a path across the border of two
    // windows is whole in the second.
    private const int WindowSize = 1 << 20;
    private const int WindowOverlap = 8192;

    /// <summary>Appends the content of a file that is small enough for memory.</summary>
    /// <param name="file">A regular file.</param>
    /// <param name="output">Receives the content.</param>
    /// <param name="findings">Receives what is learnt of the file.</param>
    /// <returns>The file with the size and time that it is packed with.</returns>
    public PackFile ReadInto(PackFile file, PooledBuffer output, PackFindings findings)
    {
        if (file.Content != null)
        {
            output.Write(file.Content);
            return file with { Size = file.Content.Length };
        }

        var start = (int)output.Length;
        var read = FileContent.ReadInto(file, output);
        findings.HasUnlistedContent |= read != file;
        var content = output.Slice(start, (int)output.Length - start);
        FileInspection.Look(content, findings);
        if (InstalledContent.IsTold(file) && Sha256Hash.Of(content) != file.InstalledHash)
            findings.ChangedFiles.Add(file.Path);
        if (!relocation.MayChange(file, content))
            return read;
        var packed = Relocate(read, content, findings, out var changed);
        if (changed != null)
        {
            output.Truncate(start);
            output.Write(changed);
        }

        return packed;
    }

    /// <summary>Looks through a file that is packed in pieces.</summary>
    /// <param name="file">A regular file on the disk.</param>
    /// <exception cref="IOException">It can not be read, or is not what it was when it was listed.</exception>
    public ExaminedLargeFile Examine(PackFile file)
    {
        var findings = new PackFindings();
        FileInspection.LookAtLarge(file, findings);
        using var handle = FileContent.Open(file);
        using var hash = InstalledContent.IsTold(file) ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        var mayChange = MayChange(handle, file, hash);
        if (hash != null && Sha256Hash.FromBytes(hash.GetHashAndReset()) != file.InstalledHash)
            findings.ChangedFiles.Add(file.Path);
        if (!mayChange)
            return new ExaminedLargeFile(file, null, [], findings);
        if (file.Size <= MaxInMemory)
        {
            var original = new byte[file.Size];
            FileContent.Read(handle, file, 0, original);
            return new ExaminedLargeFile(Relocate(file, original, findings, out var content), content, [], findings);
        }

        var patched = relocation.RelocateLarge(file, handle);
        if (patched.StaysAbsolute is { } reason)
            findings.StaysAbsolute.Add(new PackNote(file.Path, reason));
        if (patched.Placed is { } placed)
            findings.Placed.Add(placed);
        return new ExaminedLargeFile(patched.Patches.Count == 0 ? file : RelocatedFile.Of(file), null, patched.Patches, findings);
    }

    private PackFile Relocate(PackFile file, ReadOnlySpan<byte> original, PackFindings findings, out byte[]? content)
    {
        var relocated = relocation.Relocate(file, original);
        if (relocated.StaysAbsolute is { } reason)
            findings.StaysAbsolute.Add(new PackNote(file.Path, reason));
        if (relocated.Placed is { } placed)
            findings.Placed.Add(placed);
        content = relocated.Content;
        return content == null ? file : RelocatedFile.Of(file) with { Size = content.Length };
    }

    /// <summary>Whether a file on the disk may have to be rewritten, of whatever size it is.</summary>
    /// <exception cref="IOException">It can not be read, or is not what it was when it was listed.</exception>
    public bool MayChange(PackFile file)
    {
        using var handle = FileContent.Open(file);
        return MayChange(handle, file, hash: null);
    }

    // Reads on to the end for the hash alone.
    private bool MayChange(SafeFileHandle handle, PackFile file, IncrementalHash? hash)
    {
        // Where nothing is ever changed, a file of any size is read only once, when it is packed.
        if (hash == null && !relocation.ChangesContent)
            return false;
        using var window = new PooledBuffer(WindowOverlap + WindowSize);
        var bytes = window.GetSpan(WindowOverlap + WindowSize);
        var mayChange = false;
        var kept = 0;
        for (long offset = 0; offset < file.Size && (hash != null || !mayChange); offset += WindowSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = kept + (int)Math.Min(WindowSize, file.Size - offset);
            FileContent.Read(handle, file, offset, bytes[kept..length]);
            hash?.AppendData(bytes[kept..length]);
            mayChange = mayChange || relocation.MayChange(file, bytes[..length]);
            kept = Math.Min(WindowOverlap, length);
            bytes[(length - kept)..length].CopyTo(bytes);
        }

        return mayChange;
    }
}
