using Skein.Packer.Tests.EndToEnd;

[assembly: AssemblyFixture(typeof(CacheHome))]

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Keeps the blocks that tests make out of the user's own cache.</summary>
public sealed class CacheHome : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public CacheHome() => Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _directory.Path);

    public void Dispose() => _directory.Dispose();
}
