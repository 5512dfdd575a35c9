using System.Security.Cryptography;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Inspection;

public sealed class ChangedFilesTests
{
    [Fact]
    public async Task Files_that_differ_from_what_their_package_installed_are_told()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        string[] paths = ["lib/changed.py", "lib/compiled.pyc", "lib/large-changed", "lib/large-same", "lib/same.py", "lib/unknown.py"];
        Directory.CreateDirectory(directory["env/lib"]);
        Directory.CreateDirectory(directory["env/conda-meta"]);
        var entries = new List<string>();
        foreach (var path in paths)
        {
            var content = new byte[path.Contains("large", StringComparison.Ordinal) ? 3_000_000 : 100];
            var hash = Convert.ToHexStringLower(SHA256.HashData(content));
            entries.Add($$"""{"_path": "{{path}}"{{(path.Contains("unknown", StringComparison.Ordinal) ? "" : $", \"sha256\": \"{hash}\"")}}}""");
            if (!path.Contains("same", StringComparison.Ordinal))
                content[^1] = 1;
            await File.WriteAllBytesAsync(directory[$"env/{path}"], content, cancellation);
        }

        await File.WriteAllTextAsync(
            directory["env/conda-meta/x-1-0.json"], $$"""{"name": "x", "version": "1", "paths_data": {"paths": [{{string.Join(',', entries)}}]} }""", cancellation);
        var options = new PackOptions { Prefix = directory["env"], Output = directory["a.tar.gz"] };
        var summary = await EnvironmentPacker.PackAsync(options, null, cancellation);
        Assert.Equal(["lib/changed.py", "lib/large-changed"], summary.ChangedFiles);
    }
}
