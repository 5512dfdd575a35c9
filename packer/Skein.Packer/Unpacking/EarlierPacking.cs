using System.Security.Cryptography;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Unpacking;

/// <summary>What an environment that was itself unpacked from an archive knows of its files. Used by several threads at once.</summary>
internal sealed class EarlierPacking
{
    private readonly InstalledPrefix _root;
    private readonly RelocationState _state;
    private readonly Dictionary<string, PlacedFile> _files = new(StringComparer.Ordinal);

    /// <param name="root">Absolute path of the environment.</param>
    /// <param name="state">Its state.</param>
    public EarlierPacking(string root, RelocationState state)
    {
        _root = new InstalledPrefix(root);
        _state = state;
        foreach (var file in state.Files)
        {
            _files[file.Path] = file;
            foreach (var name in file.HardLinks)
                _files[name] = file;
        }

        Identity = Convert.ToHexStringLower(SHA256.HashData(RelocationStateFormat.Write(state)));
    }

    /// <summary>Differs for environments that know something else.</summary>
    public string Identity { get; }

    /// <summary>Absolute paths that files may name instead of where the environment is, the latest first.</summary>
    public IReadOnlyList<string> Places
    {
        get
        {
            var places = new List<string>();
            for (var i = _state.Prefixes.Count - 1; i >= 0; i--)
                Add(places, _state.Prefixes[i]);
            foreach (var file in _state.Files)
            {
                // Where strings have fixed room, it is the package's placeholder.
                if (file.Rooms.Count == 0)
                    Add(places, file.Text);
            }

            return places;
        }
    }

    /// <param name="root">Absolute path of an environment.</param>
    /// <param name="warnings">Receives a sentence if the state can not be followed.</param>
    /// <returns>Null for one that was not unpacked from an archive.</returns>
    public static EarlierPacking? Read(string root, ICollection<string> warnings)
    {
        try
        {
            return UnpackedEnvironment.HasState(root) ? new EarlierPacking(root, UnpackedEnvironment.ReadState(root)) : null;
        }
        catch (Exception e) when (e is PackException or IOException or UnauthorizedAccessException)
        {
            warnings.Add($"Files that name another place than '{root}' can not be made relative, as what was noted at the last packing can not be read: {e.Message}");
            return null;
        }
    }

    /// <summary>Whether a path belongs to what every packing adds anew.</summary>
    /// <param name="path">Path below the environment.</param>
    public static bool IsAddedAnew(string path) =>
        path == UnpackFiles.Program || path.StartsWith($"{RelocationState.Directory}/", StringComparison.Ordinal);

    /// <summary>The description of a file under the path that it is packed with now; null if there is none that holds for that path.</summary>
    public PlacedFile? Find(PackFile file)
    {
        var path = file.Origin switch
        {
            FileOrigin.Tree tree => tree.Root == _root.Path ? file.Path : null,
            FileOrigin.Elsewhere elsewhere => _root.Below(elsewhere.Path),
            _ => null,
        };
        if (path == null || !_files.TryGetValue(path, out var placed))
            return null;
        // What was made relative leads elsewhere from another directory.
        return placed.Passages.Count == 0 || file.Directory == RelativePath.DirectoryOf(placed.Path)
            ? placed with { Path = file.Path, HardLinks = [] }
            : null;
    }

    /// <summary>What a file names now: one of the prefixes of the state; null when it was changed since.</summary>
    public string? FormOf(PlacedFile file, ReadOnlySpan<byte> content)
    {
        foreach (var prefix in _state.Prefixes)
        {
            if (PlacedForm.SizeOf(file, prefix) == content.Length && PlacedForm.Holds(content, PlacedForm.Patches(file, prefix, prefix)))
                return prefix;
        }

        return null;
    }

    /// <summary>The same for a file that is too large for memory.</summary>
    public string? FormOf(PlacedFile file, Microsoft.Win32.SafeHandles.SafeFileHandle content, long size) =>
        PlacedForm.Find(content, file, size, [.. _state.Prefixes]);

    /// <summary>A file that was changed since, with the place that it names.</summary>
    public PackFile Locate(PackFile file, PlacedFile placed, ReadOnlySpan<byte> content)
    {
        foreach (var place in (ReadOnlySpan<string>)[placed.Text, .. _state.Prefixes])
        {
            if (place.Length > 0 && new InstalledPrefix(place) is var prefix && prefix.IndexIn(content) >= 0)
                return file with { InstalledIn = prefix };
        }

        return file;
    }

    private static void Add(List<string> places, string place)
    {
        if (place.Length > 0 && !places.Contains(place))
            places.Add(place);
    }
}
