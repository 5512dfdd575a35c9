namespace Skein.LocalCluster.Nodes.Localisation;

/// <summary>The right to use a localised resource: until it is given back, the copy stays where it is.</summary>
internal sealed class ResourceLease(string path, Action giveBack) : IDisposable
{
    private Action? _giveBack = giveBack;

    /// <summary>Absolute path of the file, or of the directory it was unpacked into.</summary>
    public string Path { get; } = path;

    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
}
