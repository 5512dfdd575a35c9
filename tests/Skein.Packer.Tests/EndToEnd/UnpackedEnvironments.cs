using System.Collections.Concurrent;

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Packed conda environments where a NodeManager unpacked them, each made once for all tests of a class.</summary>
public sealed class UnpackedEnvironments(CondaEnvironments environments) : IDisposable
{
    private readonly TemporaryDirectory _archives = new();
    private readonly ConcurrentDictionary<(string, Localization), Lazy<Task<UnpackedArchive>>> _unpacked = new();

    internal Task<UnpackedArchive> GetAsync(string variant, Localization localization) => _unpacked.GetOrAdd((variant, localization), _ => new(async () =>
    {
        var options = new PackOptions { Prefix = await environments.PrefixAsync(variant), Output = _archives[$"{variant}-{localization}.tar.gz"] };
        await EnvironmentPacker.PackAsync(options, null, TestContext.Current.CancellationToken);
        return await UnpackedArchive.CreateAsync(options.Output, localization);
    })).Value;

    public void Dispose()
    {
        foreach (var unpacked in _unpacked.Values)
        {
            if (unpacked.Value is { IsCompletedSuccessfully: true, Result: var archive })
                archive.Dispose();
        }

        _archives.Dispose();
    }
}
