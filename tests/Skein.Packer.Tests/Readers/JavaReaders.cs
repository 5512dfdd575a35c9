using Skein.Packer.Tests.EndToEnd;
using Skein.Packer.Tests.Readers;

[assembly: AssemblyFixture(typeof(JavaReaders))]

namespace Skein.Packer.Tests.Readers;

/// <summary>Readers of archives written in Java, compiled once: those of the JDK, and those that are inside Hadoop.</summary>
public sealed class JavaReaders : IDisposable
{
    private readonly Lazy<TemporaryDirectory> _classes = new(static () => new TemporaryDirectory());
    private readonly Lazy<Task<string>> _jdk;
    private readonly Lazy<Task<string>> _hadoop;

    public JavaReaders()
    {
        _jdk = new Lazy<Task<string>>(() => CompileAsync("JdkReader", libraries: ""));
        _hadoop = new Lazy<Task<string>>(() => CompileAsync("HadoopReader", HadoopLibraries()));
    }

    /// <summary>What the JDK finds in an archive.</summary>
    internal async Task<Tree> JdkAsync(string reader, string archive) => await ReadAsync(await _jdk.Value, "JdkReader", reader, archive);

    /// <summary>What the libraries of Hadoop find in an archive.</summary>
    internal async Task<Tree> HadoopAsync(string reader, string archive) => await ReadAsync(await _hadoop.Value, "HadoopReader", reader, archive);

    public void Dispose()
    {
        if (_classes.IsValueCreated)
            _classes.Value.Dispose();
    }

    private static async Task<Tree> ReadAsync(string classPath, string name, string reader, string archive) => Tree.Parse(
        await Shell.OutputOfAsync("java", ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath, name, reader, archive]));

    private async Task<string> CompileAsync(string name, string libraries)
    {
        Prerequisite.Program("javac");
        var classes = _classes.Value[name];
        await Shell.OutputOfAsync(
            "javac", ["-d", classes, "-cp", libraries, .. ((string[])[name, "Entries"]).Select(static source => $"{AppContext.BaseDirectory}Readers/{source}.java")]);
        return $"{classes}:{libraries}";
    }

    // Where build/hadoop looks for them.
    private static string HadoopLibraries()
    {
        string?[] homes = [Environment.GetEnvironmentVariable("SKEIN_HADOOP_HOME"), CondaEnvironments.Beside("shared/hadoop"), RepositoryRoot.Beneath(".hadoop")];
        var jar = homes.Where(Directory.Exists)
            .SelectMany(static home => Directory.EnumerateFiles(home!, "commons-compress-*.jar", SearchOption.AllDirectories)).FirstOrDefault();
        Prerequisite.Require(jar != null, "There are no jars of Hadoop to read archives with.");
        return $"{Path.GetDirectoryName(jar)}/*";
    }
}
