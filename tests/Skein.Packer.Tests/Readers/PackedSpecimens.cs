using System.Collections.Concurrent;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Readers;

/// <summary>The specimen in every form, each packed once.</summary>
public sealed class PackedSpecimens : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _packed = new(StringComparer.Ordinal);

    /// <summary>The output in a form, and the tree it was made from.</summary>
    internal async Task<(string Output, Tree Source)> GetAsync(PackedForm form)
    {
        var source = $"{(form.HoldsLinks ? "full" : "live")}/specimen";
        await OnceAsync(source, path => Specimen.CreateAsync(path, deadLinks: form.HoldsLinks));
        var output = await OnceAsync($"{form}/{form.FileName}", async path =>
        {
            var options = form.Change(new PackOptions { Kind = EnvironmentKind.Folder, Prefix = _directory[source], Output = path, UseCache = false });
            await EnvironmentPacker.PackAsync(options, null, TestContext.Current.CancellationToken);
        });
        return (output, Tree.Of(_directory[source], followLinks: !form.HoldsLinks));
    }

    public void Dispose() => _directory.Dispose();

    private Task<string> OnceAsync(string path, Func<string, Task> createAsync) => _packed.GetOrAdd(path, _ => new Lazy<Task<string>>(async () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[path])!);
        await createAsync(_directory[path]);
        return _directory[path];
    })).Value;
}
