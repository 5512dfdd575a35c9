using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;

namespace Skein.Packer.Relocation;

/// <summary>Rewrites every recorded prefix to one destination, where alone the environment will run.</summary>
/// <param name="prefix">Where the environment was installed.</param>
/// <param name="destination">Where it will be unpacked; may be relative.</param>
internal sealed class DestinationRelocation(InstalledPrefix prefix, string destination) : IRelocation
{
    /// <summary>Why a file keeps its place.</summary>
    public const string TooLittleRoom = "binary data with too little room for the destination";

    private readonly byte[] _destination = Encoding.UTF8.GetBytes(destination);

    public string Identity => $"destination {destination.Length} {destination} {prefix.Path}";

    public bool ChangesContent => true;

    public bool DependsOnPath => false;

    public bool MayChange(PackFile file, ReadOnlySpan<byte> content) =>
        CondaRecordCleaner.Owns(file.Path)
        || (!file.Path.EndsWith(".pyc", StringComparison.Ordinal) && PrefixOf(file).IndexIn(content) >= 0);

    /// <summary>Finds files that have less room than the destination needs.</summary>
    /// <returns>A problem that names all of them; null when there is none.</returns>
    public PackProblem? FindLackOfRoom(IReadOnlyList<PackFile> files)
    {
        var tooShort = files
            .Where(file => file.Record is { IsBinary: true } record && Encoding.UTF8.GetByteCount(record.Placeholder) < _destination.Length)
            .Select(static file => $"{file.Path} ({Encoding.UTF8.GetByteCount(file.Record!.Placeholder)} bytes)")
            .ToList();
        return tooShort.Count == 0
            ? null
            : new PackProblem(
                $"The destination '{destination}' of {_destination.Length} bytes is longer than the room that {Counted.Of(tooShort.Count, "binary file has", "binary files have")} for it; choose a shorter one",
                tooShort);
    }

    public Relocated Relocate(PackFile file, ReadOnlySpan<byte> content)
    {
        if (CondaRecordCleaner.Owns(file.Path))
            return new Relocated(CondaRecordCleaner.Clean(content, file.Path));
        if (file.Record is { IsBinary: true } record)
            return Binary(content, record, file);
        if (file.Record == null && !Utf8.IsValid(content))
        {
            if (!Shebang.IsStartedBelow(PrefixOf(file), content))
                return InPlace(content, file);
            // An archive behind a first line: its contents have lengths and checksums.
            if (content.Contains((byte)0))
                return WithHeadReplaced(content, file);
        }

        return new Relocated(WithStartableFirstLine(PrefixOf(file).Replace(content, _destination) ?? content.ToArray()));
    }

    public Patched RelocateLarge(PackFile file, SafeFileHandle content)
    {
        using var large = new LargeContent(content);
        if (file.Record is { IsBinary: true } record && LargeOriginal(large, record) is { } patches)
            return new Patched(patches, null);
        // Whether it is text is not known of a file that no package describes.
        if (file.Record is { IsBinary: false } || !large.Part(0, LargeContent.MaxPart).Contains((byte)0))
            return new Patched([], "text that is too large to be rewritten");
        var old = PrefixOf(file);
        if (_destination.Length <= old.Bytes.Length)
            return LargeBinaryPrefix.ReplacePaths(large, old, _destination, out var leavesSome) is { } replaced
                ? new Patched(replaced, leavesSome ? ReasonOfEndless(old) : null)
                : new Patched([], "data that names it too often to be rewritten");
        var excerpt = ElfExcerpt.Read(large);
        if (excerpt != null)
            ElfRunPath.MakeRelative(excerpt.Image, old, file.Directory);
        return new Patched(excerpt?.Patches() ?? [], TooLittleRoom);
    }

    public string RelocateLink(PackFile link) => LinkRelocation.MakeRelative(link.LinkTarget, link.Directory, prefix);

    private Relocated Binary(ReadOnlySpan<byte> content, PrefixRecord record, PackFile file)
    {
        if (OriginalBinary.Find(content, PrefixOf(file), record) is not { } original)
            return InPlace(content, file);
        return new Relocated(BinaryPrefix.Replace(original, Encoding.UTF8.GetBytes(record.Placeholder), _destination) ?? original);
    }

    // The strings with the room they had before the installation, if that was all it changed.
    private List<FilePatch>? LargeOriginal(LargeContent content, PrefixRecord record)
    {
        if (OriginalBinary.FindLarge(content, prefix, record) is not { } restored)
            return null;
        var placeholder = Encoding.UTF8.GetBytes(record.Placeholder);
        for (var i = 0; i < restored.Count; i++)
            restored[i] = restored[i] with { Bytes = BinaryPrefix.Replace(restored[i].Bytes, placeholder, _destination) ?? restored[i].Bytes };
        return restored;
    }

    // Without the original there is only the room that the present path takes; a library search path can do with less.
    private Relocated InPlace(ReadOnlySpan<byte> content, PackFile file)
    {
        var old = PrefixOf(file);
        if (_destination.Length <= old.Bytes.Length)
            return new Relocated(BinaryPrefix.ReplacePaths(content, old, _destination, out var leavesSome), leavesSome ? ReasonOfEndless(old) : null);
        var image = content.ToArray();
        var outcome = ElfRunPath.MakeRelative(image, old, file.Directory);
        return new Relocated(
            outcome == ElfOutcome.Rewritten ? image : null,
            old.IndexIn(image) >= 0 ? TooLittleRoom : null);
    }

    // What stays is right where it was installed.
    private string? ReasonOfEndless(InstalledPrefix old) =>
        old.Bytes.SequenceEqual(_destination) ? null : "binary data that names it in a string without an end";

    private Relocated WithHeadReplaced(ReadOnlySpan<byte> content, PackFile file)
    {
        var first = content.IndexOf((byte)'\n') + 1;
        var head = first + content[first..].IndexOf((byte)'\n') + 1;
        var replaced = PrefixOf(file).Replace(content[..head], _destination) ?? content[..head].ToArray();
        return new Relocated(
            WithStartableFirstLine([.. replaced, .. content[head..]]),
            PrefixOf(file).IndexIn(content[head..]) >= 0 ? "data behind a script that names it" : null);
    }

    // A first line that the kernel would cut, or that a blank would break, becomes the shell's business.
    private byte[] WithStartableFirstLine(byte[] script)
    {
        var place = new InstalledPrefix(destination);
        if (Shebang.Parse(script, place) is not { } shebang || place.Below(shebang.Interpreter) == null)
            return script;
        if (shebang.Length <= Shebang.MaxPortableLength && !shebang.HasManyOptions && !destination.Contains(' ', StringComparison.Ordinal))
            return script;
        var name = RelativePath.NameOf(shebang.Interpreter);
        var quoted = $"'{shebang.Interpreter.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        return ScriptTrampoline.Write(name, quoted, shebang.Options, script.AsSpan(shebang.Length)) ?? script;
    }

    private InstalledPrefix PrefixOf(PackFile file) => file.InstalledIn ?? prefix;
}
